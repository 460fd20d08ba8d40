import { PathExt } from '@jupyterlab/coreutils';
import { type Contents, ServerConnection } from '@jupyterlab/services';
import { getIfThere } from '../get-if-there.js';

type ContentsManager = Pick<
  Contents.IManager,
  'get' | 'newUntitled' | 'save' | 'rename' | 'delete'
>;

/** Saves a notebook beside another, or in the root where its folder is gone, under a name that nothing has yet. */
export async function saveBeside(
  contents: ContentsManager,
  original: string,
  name: string,
  content: object
): Promise<string> {
  const beside = PathExt.dirname(original);
  const isThere = await getIfThere(contents, beside, { content: false });
  const folder = isThere ? beside : '';
  // To save replaces whatever has the name by then; a new file replaces nothing, nor does a new name.
  const { path } = await contents.newUntitled({
    path: folder,
    type: 'notebook'
  });
  try {
    await contents.save(path, { type: 'notebook', format: 'json', content });
    return await renameFreely(contents, path, folder, name);
  } catch (error) {
    await contents.delete(path);
    throw error;
  }
}

async function renameFreely(
  contents: ContentsManager,
  path: string,
  folder: string,
  name: string
): Promise<string> {
  const { content } = await contents.get(folder);
  const taken = new Set((content as Contents.IModel[]).map(file => file.name));
  for (;;) {
    const free = freeName(name, taken);
    try {
      return (await contents.rename(path, PathExt.join(folder, free))).path;
    } catch (error) {
      if (!isTaken(error)) {
        throw error;
      }
      taken.add(free);
    }
  }
}

const isTaken = (error: unknown): boolean =>
  error instanceof ServerConnection.ResponseError &&
  error.response.status === 409;

/** `run.ipynb`, `run-2.ipynb`, … */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  const extension = PathExt.extname(name);
  const stem = name.slice(0, name.length - extension.length);
  let free = name;
  for (let i = 2; taken.has(free); i += 1) {
    free = `${stem}-${i}${extension}`;
  }
  return free;
}
