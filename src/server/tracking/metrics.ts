import { invalidParameter } from '../../api/errors.js';
import type { Int64 } from '../../api/scalars.js';
import * as store from '../store/queries/metrics.js';
import { findRun } from '../store/queries/runs.js';
import type { MetricRow } from '../store/schema.js';
import type { RunPlace, Tx } from '../store/tx.js';
import type { MetricEntry } from './logging.js';
import { storeModelMetrics } from './model-metrics.js';
import { nextPageToken, readPageToken } from './page-token.js';

export const storeMetrics = async (
  tx: Tx,
  run: RunPlace,
  metrics: readonly MetricEntry[]
): Promise<void> => {
  const keys = await store.internMetricKeys(
    tx,
    metrics.map(({ key }) => key)
  );
  const rows = metrics.map(metric => toRow(run, keys.get(metric.key)!, metric));
  // In the table's own order, neighbours go to the same page.
  store.insertPoints(tx, withoutRepeats(rows.sort(byPlace)), latestOf(rows));
  await storeModelMetrics(tx, run, metrics);
};

const toRow = (
  run: RunPlace,
  key: number,
  { step, timestamp, value }: MetricEntry
): MetricRow => ({
  run: run.id,
  key,
  step,
  timestamp,
  ...store.toStored(value)
});

/** The latest point of each metric of one run. */
export const latestOf = (rows: readonly MetricRow[]): MetricRow[] => {
  const latest = new Map<number, MetricRow>();
  for (const row of rows) {
    const known = latest.get(row.key);
    if (!known || isLater(row, known)) {
      latest.set(row.key, row);
    }
  }
  return [...latest.values()];
};

export const byPlace = (a: MetricRow, b: MetricRow): number =>
  a.key - b.key ||
  compare(a.step, b.step) ||
  compare(a.timestamp, b.timestamp) ||
  compare(a.value, b.value) ||
  a.is_nan - b.is_nan;

/** Points in their order by run and place, each once: an insertion does not see its own rows. */
export const withoutRepeats = (rows: readonly MetricRow[]): MetricRow[] =>
  rows.filter(
    (row, i) =>
      i === 0 || row.run !== rows[i - 1].run || byPlace(rows[i - 1], row) !== 0
  );

const isLater = (a: MetricRow, b: MetricRow): boolean =>
  a.step !== b.step
    ? a.step > b.step
    : a.timestamp !== b.timestamp
      ? a.timestamp > b.timestamp
      : a.value > b.value;

export interface MetricHistory {
  key: string;
  points: store.Point[];
  nextPageToken?: string;
}

/** All points of a metric by time, or one page of them. */
export const getMetricHistory = async (
  tx: Tx,
  input: {
    runId: string;
    key: string;
    maxResults?: number;
    pageToken: string;
  }
): Promise<MetricHistory> => {
  const { key, maxResults } = input;
  if (maxResults !== undefined && maxResults <= 0) {
    throw invalidParameter(
      `Invalid value ${maxResults} for parameter 'max_results' supplied. It must be a positive integer.`
    );
  }
  const offset = readPageToken(input.pageToken);
  const run = await findRun(tx, input.runId);
  const keyId = await store.findMetricKey(tx, key);
  if (!run || keyId === undefined) {
    return { key, points: [] };
  }
  const by = { run: run.id, key: keyId };
  if (maxResults === undefined) {
    const points = await store.findPoints(tx, by);
    return { key, points: points.sort(byTime).slice(offset) };
  }
  const points = await store.findPointsByTime(tx, {
    ...by,
    limit: maxResults + 1,
    offset
  });
  return {
    key,
    points: points.slice(0, maxResults),
    nextPageToken: nextPageToken(points.length, maxResults, offset)
  };
};

/** Histories mostly come out of the store in this order already, which makes sorting cheap. */
const byTime = (a: store.Point, b: store.Point): number =>
  compare(a.timestamp, b.timestamp) ||
  compare(a.step, b.step) ||
  compare(a.value, b.value);

const compare = (a: Int64, b: Int64): number => (a < b ? -1 : a > b ? 1 : 0);
