/** What a name may stand for at a point of a cell; a sum, as it may be one of several. */
export const OUTSIDE = 1;
export const BOUND = 2;
export const GONE = 4;

/** The states that one way through the cell has set, above those of the way it branched off from. */
export interface Layer {
  parent?: Layer;
  own: Map<string, number>;
  /** Whether the way ends before it joins the others. */
  dead: boolean;
}

/** How a round of a loop may end. */
export interface LoopWays {
  /** At the end of the body or by `continue`. */
  ends: Layer[];
  breaks: Layer[];
}

/** Follows which names are bound for certain, on every way through the statements of a cell. */
export class NameStates {
  #layer: Layer = { own: new Map(), dead: false };
  readonly #watchers: Map<string, number>[] = [];
  readonly #loops: { base: Layer; ways: LoopWays }[] = [];

  get(name: string): number {
    return lookUp(this.#layer, name);
  }

  set(name: string, state: number): void {
    this.#layer.own.set(name, state);
    this.#watchers.forEach(watcher =>
      watcher.set(name, (watcher.get(name) ?? 0) | state)
    );
  }

  /** Adds what the name may stand for as well. */
  allow(name: string, state: number): void {
    this.set(name, this.get(name) | state);
  }

  /** Follows the clause of an exception, whose name is taken away again at the end. */
  whileBound(name: string, run: () => void): void {
    const { own } = this.#layer;
    const before = own.get(name);
    own.set(name, BOUND);
    run();
    if (before === undefined) {
      own.delete(name);
    } else {
      own.set(name, before);
    }
  }

  /** Whether what comes next happens whenever the cell gets this far. */
  get isStraight(): boolean {
    return this.#layer.parent === undefined;
  }

  /** All that was set, with the state at the end. */
  entries(): [string, number][] {
    return [...this.#layer.own];
  }

  /** Follows a way that branches off here, and comes back to this point. */
  branch(run: () => void): Layer {
    const start = this.#layer;
    const layer: Layer = { parent: start, own: new Map(), dead: false };
    this.#layer = layer;
    run();
    this.#layer = start;
    return layer;
  }

  /** Goes on where several ways meet; `skippable` where none of them need have been taken. */
  join(ways: readonly Layer[], skippable: boolean): void {
    const live = ways.filter(way => !way.dead);
    const from = live.length > 0 || skippable ? live : ways;
    if (live.length === 0 && !skippable && ways.length > 0) {
      this.end();
    }
    for (const name of new Set(from.flatMap(way => [...way.own.keys()]))) {
      const before = this.get(name);
      const states = from.map(way => way.own.get(name) ?? before);
      this.set(
        name,
        states.reduce((sum, state) => sum | state, skippable ? before : 0)
      );
    }
  }

  /** What runs next is on no way that goes on, as behind `raise`. */
  end(): void {
    this.#layer.dead = true;
  }

  /** The states that a name had at any time within `run`, or before it: where an exception may leave it. */
  anywhereIn(run: () => void): Layer {
    const watcher = new Map<string, number>();
    const before = this.#layer;
    this.#watchers.push(watcher);
    run();
    this.#watchers.pop();
    const own = new Map<string, number>();
    watcher.forEach((state, name) =>
      own.set(name, state | lookUp(before, name))
    );
    return { parent: before, own, dead: false };
  }

  /** Follows the body of a loop; gives the ways on which it may end. */
  loop(run: () => void): LoopWays {
    const ways: LoopWays = { ends: [], breaks: [] };
    const end = this.branch(() => {
      this.#loops.push({ base: this.#layer, ways });
      run();
      this.#loops.pop();
    });
    ways.ends.push(end);
    // A loop is also left in a later round, with what those before it have set.
    const rounds = ways.ends.filter(({ dead }) => !dead);
    for (const { own } of ways.breaks) {
      for (const [name, state] of rounds.flatMap(way => [...way.own])) {
        own.set(name, (own.get(name) ?? this.get(name)) | state);
      }
    }
    return ways;
  }

  /** `break` and `continue` leave the body of the loop here. */
  leaveLoop(word: 'break' | 'continue'): void {
    const loop = this.#loops.at(-1);
    if (!loop) {
      return;
    }
    const own = new Map<string, number>();
    for (
      let layer: Layer | undefined = this.#layer;
      layer && layer !== loop.base.parent;
      layer = layer.parent
    ) {
      layer.own.forEach((state, name) => {
        if (!own.has(name)) {
          own.set(name, state);
        }
      });
    }
    const ways = word === 'break' ? loop.ways.breaks : loop.ways.ends;
    ways.push({ parent: loop.base.parent, own, dead: false });
    this.end();
  }

  /** Puts states in place as they are, such as those that a `finally` has left. */
  take(layer: Layer): void {
    layer.own.forEach((state, name) => this.set(name, state));
    if (layer.dead) {
      this.end();
    }
  }

  /** Follows statements from the states of another way; gives what they have set. */
  branchFrom(start: Layer, run: () => void): Layer {
    const here = this.#layer;
    this.#layer = { parent: start, own: new Map(), dead: false };
    const layer = this.#layer;
    run();
    this.#layer = here;
    return layer;
  }
}

const lookUp = (from: Layer, name: string): number => {
  for (let layer: Layer | undefined = from; layer; layer = layer.parent) {
    const state = layer.own.get(name);
    if (state !== undefined) {
      return state;
    }
  }
  return OUTSIDE;
};
