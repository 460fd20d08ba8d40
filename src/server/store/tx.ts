import type { CompiledQuery, Kysely } from 'kysely';
import type { Change } from '../../api/trackbook.js';
import type { Prepared } from './prepared.js';
import type { RunRow, Schema } from './schema.js';

export type QueryBuilder = Kysely<Schema>;

/** What never changes of a run. */
export type RunPlace = Pick<RunRow, 'id' | 'run_id' | 'experiment'>;

/** A query built for one call, as Kysely's builders are. */
export interface Compilable<Row> {
  compile(): CompiledQuery<Row>;
}

/**
 * One transaction on either database. A prepared query takes its values with each call, any
 * other query carries them.
 */
export interface Tx {
  readonly db: QueryBuilder;
  /** Whether it may write; others may then write at the same time. */
  readonly writing: boolean;
  /**
   * Whether looking costs a way to the database: then what is likely is written at once, in a way
   * that the database refuses where it is not so. The operation is then run again and looks first.
   */
  readonly optimistic: boolean;
  /** Runs that were met lately, if `optimistic`. They need not be there any more. */
  readonly runs: Map<string, RunPlace>;
  /** Metric keys that this connection has met, both ways; only of committed and own rows. */
  readonly metricKeyIds: Map<string, number>;
  readonly metricKeyNames: Map<number, string>;
  all<Row>(query: Compilable<Row>): Promise<Row[]>;
  all<Values, Row>(
    query: Prepared<Values, Row>,
    values: Values
  ): Promise<Row[]>;
  /** Like `all`, with an array of columns for each row: much faster where there are many. */
  tuples<Tuple extends unknown[], Values>(
    query: Prepared<Values, unknown>,
    values: Values
  ): Promise<Tuple[]>;
  first<Row>(query: Compilable<Row>): Promise<Row | undefined>;
  first<Values, Row>(
    query: Prepared<Values, Row>,
    values: Values
  ): Promise<Row | undefined>;
  /**
   * Like `first`, for the last thing an operation asks: it may be committed before the answer, so
   * nothing may be refused after it.
   */
  last<Values, Row>(
    query: Prepared<Values, Row>,
    values: Values
  ): Promise<Row | undefined>;
  /** Number of rows changed. */
  run(query: Compilable<unknown>): Promise<number>;
  run<Values>(
    query: Prepared<Values, unknown>,
    values: Values
  ): Promise<number>;
  /** Runs one insertion, made with `insertRows`, for each of many values; number of rows changed. */
  runEach<Values>(
    query: Prepared<Values, unknown>,
    values: readonly Values[]
  ): Promise<number>;
  /**
   * Like `run` and `runEach`, for what nobody needs to wait for: should it fail, so does the commit.
   */
  send<Values>(query: Prepared<Values, unknown>, values: Values): void;
  sendEach<Values>(
    query: Prepared<Values, unknown>,
    values: readonly Values[]
  ): void;
  /** Tells watchers about a change, once the transaction has been committed. */
  changed(change: Change): void;
}
