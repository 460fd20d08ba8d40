import type { Run } from '../../client/index.js';

/** Where in a notebook a run came from. */
export type CellReference = {
  notebook: string;
  cellId: string;
  executionCount: string | null;
};

/** The tags that tell it. */
export const CELL_TAGS = [
  'trackbook.notebook',
  'trackbook.cell_id',
  'trackbook.execution_count'
];

export function cellOf(run: Run): CellReference | null {
  const notebook = run.tags['trackbook.notebook'];
  return notebook
    ? {
        notebook,
        cellId: run.tags['trackbook.cell_id'] ?? '',
        executionCount: run.tags['trackbook.execution_count'] ?? null
      }
    : null;
}

/** `[7]` as the notebook shows it, behind the notebook's name. */
export function cellLabel({ notebook, executionCount }: CellReference): string {
  const name = notebook.split('/').at(-1) ?? notebook;
  return executionCount ? `${name} [${executionCount}]` : name;
}

/** The filter that finds the runs of a notebook. */
export function madeBy(notebook: string): string {
  const quote = notebook.includes("'") ? '"' : "'";
  return `tags.\`trackbook.notebook\` = ${quote}${notebook}${quote}`;
}
