import { presentMetricHistory } from '../presenters/metrics.js';
import { presentCountedRunPage, presentRunPage } from '../presenters/runs.js';
import { toJson } from '../json.js';
import type { Tx } from '../store/tx.js';
import { getMetricHistory } from './metrics.js';
import { searchRuns, searchRunsPage } from './search-runs.js';

/**
 * Long replies are presented and written as JSON in the reader's thread: copying text to the main
 * thread is many times cheaper than copying objects.
 */
const asJson =
  <Input, Result>(
    operation: (tx: Tx, input: Input) => Promise<Result>,
    present: (result: Result) => unknown
  ) =>
  async (tx: Tx, input: Input): Promise<Uint8Array> =>
    encoder.encode(toJson(present(await operation(tx, input))));

const encoder = new TextEncoder();

export const metricHistoryJson = asJson(getMetricHistory, presentMetricHistory);

export const searchRunsJson = asJson(searchRuns, presentRunPage);

export const searchRunsPageJson = asJson(searchRunsPage, presentCountedRunPage);
