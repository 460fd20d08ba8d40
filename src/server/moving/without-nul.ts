import type {
  Counts,
  ExperimentRecord,
  LoggedModelRecord,
  PointRecord,
  RegisteredModelRecord,
  RunRecord
} from './records.js';
import type { Source } from './source.js';

const NUL = '\0';
const REPLACEMENT = '\ufffd';

/** A source's records for PostgreSQL, whose texts cannot hold U+0000: U+FFFD stands in its place. */
export class WithoutNul implements Source {
  readonly #replaced = new Map<string, Set<string>>();

  constructor(private readonly source: Source) {}

  counts(): Promise<Partial<Counts>> {
    return this.source.counts();
  }

  async experiments(): Promise<ExperimentRecord[]> {
    const records = await this.source.experiments();
    return records.map(record =>
      this.#cleaned(`experiment ${record.id}`, record)
    );
  }

  runs(): AsyncIterable<RunRecord[]> {
    return this.#pages(this.source.runs(), ({ runId }) => `run ${runId}`);
  }

  async *points(runs: readonly RunRecord[]): AsyncIterable<PointRecord[]> {
    for await (const page of this.source.points(runs)) {
      yield page.map(point => this.#cleanedPoint(point));
    }
  }

  loggedModels(): AsyncIterable<LoggedModelRecord[]> {
    return this.#pages(
      this.source.loggedModels(),
      ({ modelId }) => `logged model ${modelId}`
    );
  }

  registeredModels(): AsyncIterable<RegisteredModelRecord[]> {
    return this.#pages(
      this.source.registeredModels(),
      ({ name }) => `registered model ${withoutNul(name)}`
    );
  }

  leftOut(): Promise<{ what: string; count: number }[]> {
    return this.source.leftOut();
  }

  damage(): readonly string[] {
    return this.source.damage?.() ?? [];
  }

  /** The records in which a character was replaced, in words. */
  replaced(): string[] {
    return [...this.#replaced].map(
      ([owner, fields]) => `${owner}: ${[...fields].sort().join(', ')}`
    );
  }

  close(): Promise<void> {
    return this.source.close();
  }

  async *#pages<Record extends object>(
    pages: AsyncIterable<Record[]>,
    ownerOf: (record: Record) => string
  ): AsyncIterable<Record[]> {
    for await (const page of pages) {
      yield page.map(record => this.#cleaned(ownerOf(record), record));
    }
  }

  #cleaned<Record extends object>(owner: string, record: Record): Record {
    const cleaned = withoutNul(record);
    for (const [field, value] of Object.entries(record)) {
      if (cleaned[field as keyof Record] !== value) {
        this.#tell(owner, field);
      }
    }
    return cleaned;
  }

  #cleanedPoint(point: PointRecord): PointRecord {
    const [runId, key, ...rest] = point;
    if (!key.includes(NUL)) {
      return point;
    }
    this.#tell(`run ${runId}`, 'metrics');
    return [runId, withoutNul(key), ...rest];
  }

  #tell(owner: string, field: string): void {
    const fields = this.#replaced.get(owner);
    if (fields) {
      fields.add(field);
    } else {
      this.#replaced.set(owner, new Set([field]));
    }
  }
}

/** The value itself if nothing in it has to be replaced. */
const withoutNul = <T>(value: T): T => {
  if (typeof value === 'string') {
    return value.replaceAll(NUL, REPLACEMENT) as T;
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const entries = Object.entries(value);
  const cleaned = entries.map(([name, part]) => [name, withoutNul(part)]);
  if (entries.every(([, part], i) => part === cleaned[i][1])) {
    return value;
  }
  return (
    Array.isArray(value)
      ? cleaned.map(([, part]) => part)
      : Object.fromEntries(cleaned)
  ) as T;
};
