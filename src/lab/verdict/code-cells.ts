import { type INotebookModel } from '@jupyterlab/notebook';
import { type Contents, ServerConnection } from '@jupyterlab/services';
import type { CurrentCell } from '../../analysis/index.js';

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
  try {
    const { content } = await contents.get(path, {
      type: 'notebook',
      content: true
    });
    return codeCellsOfFile(content);
  } catch (error) {
    if (error instanceof ServerConnection.ResponseError) {
      return null;
    }
    throw error;
  }
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
