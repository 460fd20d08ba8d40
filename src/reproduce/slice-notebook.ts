import { linesOf, type Notebook, type NotebookCell } from './notebook.js';
import { originText } from './origin-text.js';
import type { RunRecord } from './run-record.js';
import { runSlice, type SlicedExecution } from './run-slice.js';

const ORIGIN_CELL = 'trackbook-origin';

/**
 * The cells that a run depends on as a notebook: what ran, in the order in which it ran, below a cell
 * that says where it comes from. Throws NoSlice where the cells are not known.
 */
export const sliceNotebook = (record: RunRecord): Notebook => {
  const { run } = record;
  const slice = runSlice(record);
  const { kernel, languageVersion, id } = slice.session;
  const ids = new CellIds();
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {
      kernelspec: {
        name: kernel || 'python3',
        display_name:
          !kernel || kernel === 'python3' ? 'Python 3 (ipykernel)' : kernel,
        language: 'python'
      },
      language_info: {
        name: 'python',
        ...(languageVersion && { version: languageVersion })
      },
      trackbook: {
        run_id: run.runId,
        notebook: run.tags['trackbook.notebook'] ?? '',
        session: id
      }
    },
    cells: [
      {
        cell_type: 'markdown',
        id: ids.take(ORIGIN_CELL),
        metadata: {},
        source: linesOf(originText(record, slice))
      },
      ...slice.executions.map(execution =>
        codeCell(execution, ids.take(execution.cellId))
      )
    ]
  };
};

const codeCell = (
  { source, status, isOfRun }: SlicedExecution,
  id: string
): NotebookCell => ({
  cell_type: 'code',
  id,
  metadata: {
    trackbook: { of_run: isOfRun },
    // What failed then and still was followed by others must not stop them now.
    ...(status === 'error' && { tags: ['raises-exception'] })
  },
  source: linesOf(source),
  outputs: [],
  execution_count: null
});

/** Keeps ids as they were, unless that would make two the same. */
class CellIds {
  readonly #taken = new Set<string>();

  take(wanted: string): string {
    const base = wanted.replace(/[^\w-]/g, '-').slice(0, MAX_LENGTH) || 'cell';
    let id = base;
    for (let i = 2; this.#taken.has(id); i += 1) {
      const suffix = `-${i}`;
      id = base.slice(0, MAX_LENGTH - suffix.length) + suffix;
    }
    this.#taken.add(id);
    return id;
  }
}

/** Of an id, in nbformat. */
const MAX_LENGTH = 64;
