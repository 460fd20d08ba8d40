import type { Run } from '../../client/index.js';
import type { RunPlace } from './notebook-names.js';

/** Where in a notebook a run came from. */
export type CellReference = RunPlace & { executionCount: string | null };

/** The tags that tell it. */
export const CELL_TAGS = [
  'trackbook.notebook',
  'trackbook.cell_id',
  'trackbook.execution_count'
];

/** Where a run was made, with empty texts for what is not known. */
export function placeOf({ tags }: Pick<Run, 'tags'>): RunPlace {
  return {
    notebook: tags['trackbook.notebook'] ?? '',
    cellId: tags['trackbook.cell_id'] ?? ''
  };
}

export function cellOf(run: Run): CellReference | null {
  const place = placeOf(run);
  return place.notebook
    ? {
        ...place,
        executionCount: run.tags['trackbook.execution_count'] ?? null
      }
    : null;
}

/** `[7]` as the notebook shows it, behind the notebook's name. */
export function cellLabel({ notebook, executionCount }: CellReference): string {
  const name = notebook.split('/').at(-1) ?? notebook;
  return executionCount ? `${name} [${executionCount}]` : name;
}
