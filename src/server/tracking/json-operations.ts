import { presentMetricHistory } from '../presenters/metrics.js';
import { writeCountedRunPage, writeRunPage } from '../presenters/found-runs.js';
import { toJson } from '../json.js';
import type { Tx } from '../store/tx.js';
import { getMetricHistory } from './metrics.js';
import { searchRuns, searchRunsPage } from './search-runs.js';

/**
 * Long replies are written as JSON in the reader's thread: copying text to the main
 * thread is many times cheaper than copying objects.
 */
const asJson =
  <Input, Result>(
    operation: (tx: Tx, input: Input) => Promise<Result>,
    write: (result: Result) => string
  ) =>
  async (tx: Tx, input: Input): Promise<Uint8Array> =>
    encoder.encode(write(await operation(tx, input)));

const encoder = new TextEncoder();

export const metricHistoryJson = asJson(getMetricHistory, history =>
  toJson(presentMetricHistory(history))
);

export const searchRunsJson = asJson(searchRuns, writeRunPage);

export const searchRunsPageJson = asJson(searchRunsPage, writeCountedRunPage);
