import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FAILSAFE_SCHEMA, load, Type } from 'js-yaml';
import { DamagedFile } from './damage.js';

/** The top of a description, in which every value is text: numbers keep all their digits. */
export type Meta = Record<string, string | undefined>;

const nothing = new Type('tag:yaml.org,2002:null', {
  kind: 'scalar',
  resolve: (text: string | null) => /^(~|null|)$/i.test(text ?? ''),
  construct: () => null
});
const textSchema = FAILSAFE_SCHEMA.extend({ implicit: [nothing] });

/** Reads `meta.yaml`; what is null in it is absent, and without what it needs it is torn. */
export const readMeta = async (
  folder: string,
  needs: readonly string[] = []
): Promise<Meta> => {
  const path = join(folder, 'meta.yaml');
  let meta: unknown;
  try {
    meta = load(await readFile(path, 'utf8'), { schema: textSchema });
  } catch (error) {
    throw new DamagedFile(`Cannot read ${path}: ${(error as Error).message}`, {
      cause: error
    });
  }
  if (typeof meta !== 'object' || meta === null) {
    throw new DamagedFile(`${path} is empty or damaged`);
  }
  const present = Object.fromEntries(
    Object.entries(meta).filter(([, value]) => value !== null)
  ) as Meta;
  const missing = needs.find(name => present[name] === undefined);
  if (missing !== undefined) {
    throw new DamagedFile(`${path} is damaged: it has no ${missing}`);
  }
  return present;
};
