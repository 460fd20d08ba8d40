import { PathExt } from '@jupyterlab/coreutils';
import { type Contents, ServerConnection } from '@jupyterlab/services';

/** Saves a notebook beside another under a name that nothing has yet; gives its path. */
export async function saveBeside(
  contents: Contents.IManager,
  original: string,
  name: string,
  content: object
): Promise<string> {
  const folder = await existingFolder(contents, PathExt.dirname(original));
  const taken = new Set(
    ((await contents.get(folder)).content as Contents.IModel[]).map(
      model => model.name
    )
  );
  const path = PathExt.join(folder, freeName(name, taken));
  await contents.save(path, { type: 'notebook', format: 'json', content });
  return path;
}

/** The root where the folder of the original is gone. */
async function existingFolder(
  contents: Contents.IManager,
  folder: string
): Promise<string> {
  try {
    await contents.get(folder, { content: false });
    return folder;
  } catch (error) {
    if (
      error instanceof ServerConnection.ResponseError &&
      error.response.status === 404
    ) {
      return '';
    }
    throw error;
  }
}

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
