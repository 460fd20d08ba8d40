import { type INotebookModel } from '@jupyterlab/notebook';
import { type Contents } from '@jupyterlab/services';
import type { CurrentCell } from '../../analysis/index.js';
import { getIfThere } from '../get-if-there.js';

/** The code cells of an open notebook, saved or not. */
export function codeCells(
  model: Pick<INotebookModel, 'cells'> | null
): CurrentCell[] {
  return Array.from(model?.cells ?? [])
    .filter(({ type }) => type === 'code')
    .map(({ id, sharedModel }) => ({ id, source: sharedModel.source }));
}

/** The code cells of a notebook's file; null where it was moved or deleted. */
export async function readCodeCells(
  contents: Pick<Contents.IManager, 'get'>,
  path: string
): Promise<CurrentCell[] | null> {
  const options = { type: 'notebook', content: true };
  const file = await getIfThere(contents, path, options);
  return file && codeCellsOfFile(file.content);
}

type NotebookFile = {
  cells: { cell_type: string; id?: string; source: string | string[] }[];
};

/** Before nbformat 4.5 cells have no ids. */
function codeCellsOfFile({ cells }: NotebookFile): CurrentCell[] {
  return cells
    .filter(({ cell_type }) => cell_type === 'code')
    .map(({ id, source }) => ({
      id: id ?? '',
      source: Array.isArray(source) ? source.join('') : source
    }));
}
