import { INJECTED_CELL, withoutValues } from './parameters.js';
import type { RecordedExecution } from './session-record.js';

export interface CurrentCell {
  id: string;
  source: string;
}

/** Where the cell of an execution is now; `index` counts the code cells, `id` is the cell's present one. */
export type Place =
  | { kind: 'same' | 'edited'; index: number; id: string }
  | { kind: 'deleted' }
  /** It set the parameters that the notebook was run with. */
  | { kind: 'given' }
  | { kind: 'external'; where: string };

/** The cells of a notebook as it is now. */
export class NotebookPlaces {
  readonly #notebook: string | undefined;
  readonly #cells: readonly CurrentCell[];
  readonly #parameters: readonly string[];
  readonly #byId: ReadonlyMap<string, number>;
  readonly #bySource: ReadonlyMap<string, number>;

  constructor(
    notebook: string | undefined,
    cells: readonly CurrentCell[],
    parameters: readonly string[]
  ) {
    this.#notebook = notebook;
    this.#cells = cells;
    this.#parameters = parameters;
    // Before nbformat 4.5 cells have no ids.
    this.#byId = new Map(
      cells.map(({ id }, i) => [id, i] as const).filter(([id]) => id !== '')
    );
    this.#bySource = new Map(
      cells.map(({ source }, i) => [source.trim(), i] as const).reverse()
    );
  }

  of({ cellId, notebook, client, source }: RecordedExecution): Place {
    if (client === 'console' || (!cellId && client !== 'headless')) {
      return { kind: 'external', where: 'a console' };
    }
    // The id decides before the path: a notebook may have been renamed in the meantime.
    const index = this.#byId.get(cellId);
    if (index !== undefined) {
      const isSame = this.#isSame(source, this.#cells[index].source);
      return { kind: isSame ? 'same' : 'edited', index, id: cellId };
    }
    if (this.#notebook !== undefined && notebook !== this.#notebook) {
      return { kind: 'external', where: notebook || 'another notebook' };
    }
    if (cellId === INJECTED_CELL) {
      return { kind: 'given' };
    }
    // A cell that was cut and pasted is the same cell under another id.
    const moved = this.#find(source);
    return moved === undefined
      ? { kind: 'deleted' }
      : { kind: 'same', index: moved, id: this.#cells[moved].id };
  }

  #isSame(recorded: string, current: string): boolean {
    if (mayBe(recorded, current)) {
      return true;
    }
    const [before, now] = [recorded, current].map(source =>
      this.#parameters.length > 0
        ? withoutValues(source, this.#parameters)
        : source
    );
    return mayBe(before, now);
  }

  #find(source: string): number | undefined {
    if (!source.includes(MASK)) {
      return this.#bySource.get(source.trim());
    }
    const index = this.#cells.findIndex(cell => mayBe(source, cell.source));
    return index < 0 ? undefined : index;
  }
}

/** What the hook puts in place of what looks like a secret. */
const MASK = '***masked***';

/** Whether a recorded source, secrets masked, may be that of a cell. */
const mayBe = (recorded: string, current: string): boolean => {
  const [first, ...others] = recorded.trim().split(MASK);
  const last = others.pop();
  const text = current.trim();
  if (last === undefined) {
    return text === first;
  }
  if (!text.startsWith(first) || !text.endsWith(last)) {
    return false;
  }
  let from = first.length;
  for (const part of others) {
    const at = text.indexOf(part, from);
    if (at < 0) {
      return false;
    }
    from = at + part.length;
  }
  return from <= text.length - last.length;
};
