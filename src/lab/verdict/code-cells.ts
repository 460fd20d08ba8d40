import { type INotebookModel } from '@jupyterlab/notebook';
import type { CurrentCell } from '../../analysis/index.js';

/** The code cells of an open notebook, saved or not. */
export function codeCells(
  model: Pick<INotebookModel, 'cells'> | null
): CurrentCell[] {
  return Array.from(model?.cells ?? [])
    .filter(({ type }) => type === 'code')
    .map(({ id, sharedModel }) => ({ id, source: sharedModel.source }));
}

type NotebookFile = {
  cells: { cell_type: string; id?: string; source: string | string[] }[];
};

/** The code cells of a notebook's file; before nbformat 4.5 they have no ids. */
export function codeCellsOfFile({ cells }: NotebookFile): CurrentCell[] {
  return cells
    .filter(({ cell_type }) => cell_type === 'code')
    .map(({ id, source }) => ({
      id: id ?? '',
      source: Array.isArray(source) ? source.join('') : source
    }));
}
