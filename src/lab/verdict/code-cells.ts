import { type INotebookModel } from '@jupyterlab/notebook';
import type { CurrentCell } from '../../analysis/index.js';

/** The code cells of an open notebook, saved or not. */
export function codeCells(model: INotebookModel | null): CurrentCell[] {
  return Array.from(model?.cells ?? [])
    .filter(({ type }) => type === 'code')
    .map(({ id, sharedModel }) => ({ id, source: sharedModel.source }));
}
