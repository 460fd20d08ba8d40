import type { Run } from '../client/index.js';

let count = 0;

/** A finished run, with whatever a test wants to be different. */
export function sampleRun(overrides: Partial<Run> = {}): Run {
  count += 1;
  return {
    runId: `run-${count}`,
    experimentId: '1',
    name: `run ${count}`,
    status: 'FINISHED',
    isDeleted: false,
    startedAt: 1_700_000_000_000,
    endedAt: 1_700_000_060_000,
    user: 'ada',
    artifactUri: `mlflow-artifacts:/1/run-${count}/artifacts`,
    params: {},
    metrics: {},
    tags: {},
    parentRunId: null,
    datasets: [],
    modelIds: [],
    ...overrides
  };
}

/** A run as the server sends it. */
export function wireRun(
  runId: string,
  metrics: Record<string, number | string> = {},
  params: Record<string, string> = {}
) {
  return {
    info: {
      run_id: runId,
      run_uuid: runId,
      run_name: `name of ${runId}`,
      experiment_id: '1',
      status: 'FINISHED',
      start_time: 1_700_000_000_000,
      end_time: 1_700_000_060_000,
      lifecycle_stage: 'active'
    },
    data: {
      metrics: Object.entries(metrics).map(([key, value]) => ({
        key,
        value,
        timestamp: 1,
        step: 0
      })),
      params: Object.entries(params).map(([key, value]) => ({ key, value }))
    }
  };
}
