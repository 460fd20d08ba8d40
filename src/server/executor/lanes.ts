interface Waiting<Item, Result> {
  item: Item;
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
}

interface Lane<Item, Result> {
  waiting: Waiting<Item, Result>[];
  working: Promise<void> | undefined;
}

const MAX_GROUP = 100;

/** Work in parallel lanes; in each, all that waits at the moment is done as one group. */
export class Lanes<Item, Result> {
  readonly #lanes: Lane<Item, Result>[];
  #next = 0;

  /** `work` gives a result for each item of a group, in their order. */
  constructor(
    count: number,
    private readonly work: (group: readonly Item[]) => Promise<Result[]>
  ) {
    this.#lanes = Array.from({ length: count }, () => ({
      waiting: [],
      working: undefined
    }));
  }

  /** Items of one subject stay in order; one without a subject goes where its turn takes it. */
  run(subject: string | undefined, item: Item): Promise<Result> {
    const place = subject === undefined ? this.#next++ : hash(subject);
    const lane = this.#lanes[place % this.#lanes.length];
    return new Promise((resolve, reject) => {
      lane.waiting.push({ item, resolve, reject });
      lane.working ??= this.#drain(lane);
    });
  }

  /** Settles when all that was accepted is done. */
  async idle(): Promise<void> {
    await Promise.all(this.#lanes.map(({ working }) => working));
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

const hash = (text: string): number => {
  let sum = 0;
  for (let i = 0; i < text.length; i++) {
    sum = (Math.imul(sum, 31) + text.charCodeAt(i)) >>> 0;
  }
  return sum;
};
