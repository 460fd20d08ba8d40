interface Waiting<Item, Result> {
  item: Item;
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
}

interface Lane<Item, Result> {
  /** Of each item that is not done yet. */
  subjects: (string | undefined)[];
  waiting: Waiting<Item, Result>[];
  working: Promise<void> | undefined;
}

const MAX_GROUP = 100;

/** Work in parallel lanes; in each, all that waits at the moment is done as one group. */
export class Lanes<Item, Result> {
  readonly #lanes: Lane<Item, Result>[];

  /** `work` gives a result for each item of a group, in their order. */
  constructor(
    count: number,
    private readonly work: (group: readonly Item[]) => Promise<Result[]>
  ) {
    this.#lanes = Array.from({ length: count }, () => ({
      subjects: [],
      waiting: [],
      working: undefined
    }));
  }

  /** Items of one subject stay in order; others go where the least is to be done. */
  async run(subject: string | undefined, item: Item): Promise<Result> {
    const lane = this.#laneOf(subject);
    lane.subjects.push(subject);
    try {
      return await new Promise((resolve, reject) => {
        lane.waiting.push({ item, resolve, reject });
        lane.working ??= this.#drain(lane);
      });
    } finally {
      lane.subjects.splice(lane.subjects.indexOf(subject), 1);
    }
  }

  /** Settles when all that was accepted is done. */
  async idle(): Promise<void> {
    await Promise.all(this.#lanes.map(({ working }) => working));
  }

  #laneOf(subject: string | undefined): Lane<Item, Result> {
    const own =
      subject !== undefined &&
      this.#lanes.find(({ subjects }) => subjects.includes(subject));
    return own || this.#lanes.reduce(lessBusy);
  }

  async #drain(lane: Lane<Item, Result>): Promise<void> {
    // What comes in the same moment joins the first group.
    await undefined;
    while (lane.waiting.length > 0) {
      const group = lane.waiting.splice(0, MAX_GROUP);
      try {
        const results = await this.work(group.map(({ item }) => item));
        group.forEach(({ resolve }, i) => resolve(results[i]));
      } catch (error) {
        group.forEach(({ reject }) => reject(error));
      }
    }
    lane.working = undefined;
  }
}

const lessBusy = <L extends Pick<Lane<never, never>, 'subjects'>>(
  a: L,
  b: L
) => (b.subjects.length < a.subjects.length ? b : a);
