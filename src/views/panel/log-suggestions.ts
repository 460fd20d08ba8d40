import type { TrackbookClient } from '../../client/index.js';
import type { FoundValue } from './panel-props.js';

/** Whether the value itself is sent; figures, tables and models only the kernel has. */
export function isScalar({ kind }: FoundValue): boolean {
  return kind === 'param' || kind === 'metric';
}

/** Logs params and metrics to the run that they belong to. */
export async function logSuggestions(
  client: TrackbookClient,
  runId: string,
  values: readonly FoundValue[]
): Promise<void> {
  const params = values.filter(({ kind }) => kind === 'param');
  const metrics = values.filter(({ kind }) => kind === 'metric');
  if (params.length > 0) {
    await client.runs.logParams(
      runId,
      Object.fromEntries(params.map(({ key, value }) => [key, String(value)]))
    );
  }
  if (metrics.length > 0) {
    await client.runs.logMetrics(
      runId,
      metrics.map(({ key, value }) => ({ key, value: Number(value) }))
    );
  }
}
