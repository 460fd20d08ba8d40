import { resolve } from 'node:path';
import { ConfigError } from './config-error.js';

export type StoreLocation =
  { kind: 'sqlite'; path: string } | { kind: 'postgres'; url: string };

const SQLITE_URI = /^sqlite:\/\/\/(.+)$/;

/** As SQLAlchemy, which MLflow uses, writes them: the driver it names means nothing here. */
const POSTGRES_URI = /^postgres(?:ql)?(?:\+\w+)?:(\/\/.+)$/;

/** Where a `--backend-store-uri` says that the database is. */
export const storeLocation = (
  uri = 'sqlite:///trackbook.db'
): StoreLocation => {
  const path = SQLITE_URI.exec(uri)?.[1];
  if (path) {
    return { kind: 'sqlite', path: resolve(path) };
  }
  const address = POSTGRES_URI.exec(uri)?.[1];
  if (address && isUrl(address)) {
    return { kind: 'postgres', url: `postgresql:${address}` };
  }
  throw new ConfigError(
    `The store '${withoutPassword(uri)}' is not supported. Give --backend-store-uri sqlite:///path/to/file.db or postgresql://user:password@host:5432/database`
  );
};

/** Also without a host, as `///database?host=/run/postgresql` is. */
const isUrl = (address: string): boolean =>
  URL.canParse(`postgresql:${address}`);

const withoutPassword = (uri: string) =>
  uri.replace(/(:\/\/[^:@/]*):.*@/, '$1:***@');
