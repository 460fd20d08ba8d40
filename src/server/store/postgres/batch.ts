import type { Connection, Submittable } from 'pg';
import { serialize } from 'pg-protocol';
import { types } from './values.js';

/** One without a name is prepared each time. */
export interface Statement {
  name?: string;
  text: string;
  values?: (string | null)[];
  rowMode?: 'array';
}

export interface Answer {
  /** What was done, and to how many rows. */
  command: string;
  rowCount: number;
  rows: unknown[];
}

/** A statement and whoever waits for its answer. */
export interface Question {
  statement: Statement;
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
}

interface Field {
  name: string;
  parse: (text: string) => unknown;
}

/** The columns of what each statement that a connection has prepared answers. */
export type Prepared = Map<string, readonly Field[]>;

/**
 * Statements that go to the database together, with one `Sync` at their end: it answers all of them
 * at once. Outside of a transaction they are one. After the first that fails none is run or answered.
 */
export class Batch implements Submittable {
  /** The library puts its own around it, which ends its time limit. */
  callback: (error?: unknown) => void;
  #place = 0;
  #fields: readonly Field[] | undefined;
  #rows: unknown[] = [];

  constructor(
    private readonly questions: readonly Question[],
    private readonly prepared: Prepared,
    onEnd: (error?: unknown) => void
  ) {
    this.callback = onEnd;
  }

  submit({ stream }: Connection): void {
    const messages = this.questions.flatMap(({ statement }) =>
      this.#messages(statement)
    );
    stream.write(Buffer.concat([...messages, serialize.sync()]));
  }

  handleRowDescription(message: { fields: FieldMessage[] }): void {
    this.#fields = message.fields.map(({ name, dataTypeID }) => ({
      name,
      parse: types.getTypeParser(dataTypeID, 'text')
    }));
  }

  handleDataRow({ fields: texts }: { fields: (string | null)[] }): void {
    const { statement } = this.questions[this.#place];
    const fields = this.#fieldsOf(statement);
    const values = texts.map((text, i) =>
      text === null ? null : fields[i].parse(text)
    );
    this.#rows.push(statement.rowMode ? values : toObject(fields, values));
  }

  handleCommandComplete({ text }: { text: string }): void {
    const { statement, resolve } = this.questions[this.#place++];
    if (statement.name) {
      this.prepared.set(statement.name, this.#fieldsOf(statement));
    }
    const words = text.split(' ');
    resolve({
      command: words[0],
      rowCount: Number(words.at(-1)) || 0,
      rows: this.#rows
    });
    this.#fields = undefined;
    this.#rows = [];
  }

  handleError(error: unknown): void {
    this.callback(error);
  }

  handleReadyForQuery(): void {
    this.callback();
  }

  #messages({ name = '', text, values = [] }: Statement): Buffer[] {
    const run = [serialize.bind({ statement: name, values })];
    if (!this.prepared.has(name)) {
      // It may be there after all if its batch failed; where it is not, closing it does no harm.
      run.unshift(
        serialize.close({ type: 'S', name }),
        serialize.parse({ name, text })
      );
      run.push(serialize.describe({ type: 'P' }));
    }
    return [...run, serialize.execute()];
  }

  #fieldsOf({ name = '' }: Statement): readonly Field[] {
    return this.#fields ?? this.prepared.get(name) ?? [];
  }
}

const toObject = (fields: readonly Field[], values: readonly unknown[]) => {
  const row: Record<string, unknown> = {};
  fields.forEach(({ name }, i) => {
    row[name] = values[i];
  });
  return row;
};

interface FieldMessage {
  name: string;
  dataTypeID: number;
}
