import { type KernelState } from './messages.js';
import {
  experimentOf,
  initialState,
  type RecorderState,
  withLink,
  withMessage,
  withoutRun,
  withoutSuggestions,
  withRequestedLogging
} from './recorder-state.js';

const recording = { run_id: 'r1', name: null, started_at: 5, executions: 2 };

function kernelState(overrides: Partial<KernelState> = {}): KernelState {
  return {
    type: 'state',
    session_id: 's1',
    recording: null,
    active_run_id: null,
    experiment_id: '0',
    experiment_name: 'Default',
    pending: 0,
    connected: true,
    error: null,
    ...overrides
  };
}

function state(overrides: Partial<RecorderState> = {}): RecorderState {
  return { ...initialState, link: { kind: 'open' }, ...overrides };
}

describe('withLink', () => {
  it('forgets what a lost kernel said', () => {
    const before = state({ kernel: kernelState({ recording }) });
    const after = withLink(before, { kind: 'dead' });
    expect(after.kernel).toBeNull();
    expect(after.link).toEqual({ kind: 'dead' });
  });
});

describe('withMessage', () => {
  it('waits until the kernel records', () => {
    const asked = state({ requested: 'start' });
    expect(withMessage(asked, kernelState()).requested).toBe('start');
    expect(withMessage(asked, kernelState({ recording })).requested).toBeNull();
  });

  it('waits until the kernel stopped recording', () => {
    const asked = state({ requested: 'stop' });
    expect(withMessage(asked, kernelState({ recording })).requested).toBe(
      'stop'
    );
    expect(withMessage(asked, kernelState()).requested).toBeNull();
  });
});

describe('experimentOf', () => {
  it('is what was asked for until the kernel confirms it', () => {
    const asked = state({ requestedExperiment: { id: '7', name: 'taxi' } });
    const unaware = withMessage(asked, kernelState());
    expect(experimentOf(unaware)).toEqual({ id: '7', name: 'taxi' });
    const aware = withMessage(
      unaware,
      kernelState({ experiment_id: '7', experiment_name: 'taxi' })
    );
    expect(aware.requestedExperiment).toBeNull();
    expect(experimentOf(aware)).toEqual({ id: '7', name: 'taxi' });
  });

  it('has no name before the server told it to the kernel', () => {
    const nameless = withMessage(
      state(),
      kernelState({ experiment_id: '0', experiment_name: null })
    );
    expect(experimentOf(nameless)).toEqual({ id: '0', name: null });
  });

  it('is unknown before the kernel speaks', () => {
    expect(experimentOf(state())).toBeNull();
  });
});

function suggestions(
  values: { id: string; kind: 'param' | 'metric' | 'model'; key: string }[],
  overrides: { run_id?: string | null; cell_id?: string } = {}
) {
  return {
    type: 'suggestions' as const,
    run_id: 'r1',
    cell_id: 'c1',
    values: values.map(value => ({ ...value, value: 1, code: null })),
    ...overrides
  };
}

function idsOf({ suggestions }: RecorderState): string[] {
  return (suggestions?.values ?? []).map(({ id }) => id);
}

describe('suggestions', () => {
  const offered = withMessage(
    state(),
    suggestions([
      { id: '1', kind: 'param', key: 'alpha' },
      { id: '2', kind: 'metric', key: 'rmse' }
    ])
  );

  it('of the cells of a run add up, the last value of each counts', () => {
    const after = withMessage(
      offered,
      suggestions(
        [
          { id: '3', kind: 'metric', key: 'rmse' },
          { id: '4', kind: 'model', key: 'model' }
        ],
        { cell_id: 'c2' }
      )
    );
    expect(idsOf(after)).toEqual(['1', '3', '4']);
    expect(after.suggestions?.values.map(({ cellId }) => cellId)).toEqual([
      'c1',
      'c2',
      'c2'
    ]);
  });

  it('of another run replace them', () => {
    const values = [{ id: '3', kind: 'param' as const, key: 'beta' }];
    const after = withMessage(offered, suggestions(values, { run_id: 'r2' }));
    expect(idsOf(after)).toEqual(['3']);
  });

  it('go when the cell of another run left nothing behind', () => {
    const after = withMessage(offered, suggestions([], { run_id: 'r2' }));
    expect(after.suggestions).toBeNull();
  });

  it('stay when a further cell of the recording left nothing behind', () => {
    const after = withMessage(offered, suggestions([], { cell_id: 'c2' }));
    expect(idsOf(after)).toEqual(['1', '2']);
  });

  it('go one by one, and with the last the whole', () => {
    const after = withoutSuggestions(offered, new Set(['1']));
    expect(idsOf(after)).toEqual(['2']);
    expect(withoutSuggestions(after, new Set(['2'])).suggestions).toBeNull();
  });

  it('tell how their logging goes', () => {
    const progress = ({ suggestions }: RecorderState) =>
      suggestions?.values[1]?.progress;
    const told = (status: 'running' | 'done' | 'failed', error?: string) => ({
      type: 'logging' as const,
      id: '2',
      status,
      error: error ?? null
    });
    const asked = withRequestedLogging(offered, new Set(['2']));
    expect(progress(asked)).toEqual({ kind: 'waiting' });
    expect(progress(withMessage(asked, told('running')))).toEqual({
      kind: 'running'
    });
    expect(progress(withMessage(asked, told('failed', 'Why')))).toEqual({
      kind: 'failed',
      reason: 'Why'
    });
    expect(idsOf(withMessage(asked, told('done')))).toEqual(['1']);
  });
});

describe('the run just tracked', () => {
  const run = (overrides: object = {}) => ({
    type: 'run' as const,
    run_id: 'r1',
    cell_id: 'c1',
    execution_count: 3,
    status: 'FAILED',
    kind: 'cell',
    ...overrides
  });

  it('is known from its end to the next beginning', () => {
    const ended = withMessage(state(), run());
    expect(ended.justTracked).toEqual({ runId: 'r1', cellId: 'c1' });
    const next = withMessage(ended, run({ run_id: 'r2', status: 'RUNNING' }));
    expect(next.justTracked).toBeNull();
  });

  it.each(['recording', 'code'])('is none of a %s', kind => {
    expect(withMessage(state(), run({ kind })).justTracked).toBeNull();
  });

  it('is forgotten with what was found for it', () => {
    const offered = withMessage(
      state(),
      suggestions([{ id: '1', kind: 'param', key: 'depth' }])
    );
    const ended = withMessage(offered, run());
    expect(withoutRun(ended, 'r2')).toEqual(ended);
    expect(withoutRun(ended, 'r1')).toMatchObject({
      suggestions: null,
      justTracked: null
    });
  });
});
