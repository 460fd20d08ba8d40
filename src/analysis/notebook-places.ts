import type { RecordedExecution } from './verdict.js';

export interface CurrentCell {
  id: string;
  source: string;
}

/** Where the cell of an execution is now; `index` counts the code cells. */
export type Place =
  | { kind: 'same'; index: number }
  | { kind: 'edited'; index: number }
  | { kind: 'deleted' }
  | { kind: 'external'; where: string };

/** The cells of a notebook as it is now. */
export class NotebookPlaces {
  readonly #notebook: string | undefined;
  readonly #cells: readonly CurrentCell[];
  readonly #byId: ReadonlyMap<string, number>;
  readonly #bySource: ReadonlyMap<string, number>;

  constructor(notebook: string | undefined, cells: readonly CurrentCell[]) {
    this.#notebook = notebook;
    this.#cells = cells;
    this.#byId = new Map(cells.map(({ id }, i) => [id, i]));
    this.#bySource = new Map(
      cells.map(({ source }, i) => [source.trim(), i] as const).reverse()
    );
  }

  of({ cellId, notebook, client, source }: RecordedExecution): Place {
    if (!cellId || client === 'console') {
      return { kind: 'external', where: 'a console' };
    }
    if (notebook !== this.#notebook) {
      return { kind: 'external', where: notebook || 'another notebook' };
    }
    const index = this.#byId.get(cellId);
    if (index !== undefined) {
      const same = this.#cells[index].source.trim() === source.trim();
      return { kind: same ? 'same' : 'edited', index };
    }
    // A cell that was cut and pasted is the same cell under another id.
    const moved = this.#bySource.get(source.trim());
    return moved === undefined
      ? { kind: 'deleted' }
      : { kind: 'same', index: moved };
  }
}
