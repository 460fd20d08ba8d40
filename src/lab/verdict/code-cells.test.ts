import { ServerConnection } from '@jupyterlab/services';
import { readCodeCells } from './code-cells.js';

const refusing = (status: number, statusText: string) => ({
  get: async () => {
    const response = { status, statusText } as Response;
    throw new ServerConnection.ResponseError(response);
  }
});

it('finds no cells where no notebook is', async () => {
  const contents = refusing(404, 'Not Found');
  expect(await readCodeCells(contents, 'nb.ipynb')).toBeNull();
});

it('does not take a notebook that cannot be read for one that is gone', async () => {
  const contents = refusing(400, 'Unreadable Notebook');
  await expect(readCodeCells(contents, 'nb.ipynb')).rejects.toThrow(
    'Unreadable Notebook'
  );
});
