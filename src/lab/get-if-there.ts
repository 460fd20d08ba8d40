import { type Contents, ServerConnection } from '@jupyterlab/services';

/** The file or folder at a path; null where none is. */
export async function getIfThere(
  contents: Pick<Contents.IManager, 'get'>,
  path: string,
  options?: Contents.IFetchOptions
): Promise<Contents.IModel | null> {
  try {
    return await contents.get(path, options);
  } catch (error) {
    if (
      error instanceof ServerConnection.ResponseError &&
      error.response.status === 404
    ) {
      return null;
    }
    throw error;
  }
}
