import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FAILSAFE_SCHEMA, load, Type } from 'js-yaml';

/** The top of a description, in which every value is text: numbers keep all their digits. */
export type Meta = Record<string, string | undefined>;

const nothing = new Type('tag:yaml.org,2002:null', {
  kind: 'scalar',
  resolve: (text: string | null) => /^(~|null|)$/i.test(text ?? ''),
  construct: () => null
});
const textSchema = FAILSAFE_SCHEMA.extend({ implicit: [nothing] });

/** Reads `meta.yaml`; what is null in it is absent. */
export const readMeta = async (folder: string): Promise<Meta> => {
  const path = join(folder, 'meta.yaml');
  let meta: unknown;
  try {
    meta = load(await readFile(path, 'utf8'), { schema: textSchema });
  } catch (error) {
    throw new Error(`Cannot read ${path}: ${(error as Error).message}`, {
      cause: error
    });
  }
  if (typeof meta !== 'object' || meta === null) {
    throw new Error(`${path} is empty or damaged.`);
  }
  return Object.fromEntries(
    Object.entries(meta).filter(([, value]) => value !== null)
  ) as Meta;
};
