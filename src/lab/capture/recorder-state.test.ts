import { type KernelState } from './messages.js';
import {
  experimentOf,
  initialState,
  type RecorderState,
  withLink,
  withMessage,
  withoutRun,
  withoutSuggestions
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

  it('is unknown before the kernel speaks', () => {
    expect(experimentOf(state())).toBeNull();
  });
});

describe('withoutSuggestions', () => {
  const suggestions = {
    type: 'suggestions' as const,
    run_id: 'r1',
    cell_id: 'c1',
    params: { alpha: 0.1 },
    metrics: { rmse: 6.3 }
  };

  it('takes single values away', () => {
    const after = withoutSuggestions(
      state({ suggestions }),
      new Set(['alpha'])
    );
    expect(after.suggestions).toEqual({ ...suggestions, params: {} });
  });

  it('leaves nothing when the last value goes', () => {
    const all = new Set(['alpha', 'rmse']);
    expect(withoutSuggestions(state({ suggestions }), all).suggestions).toBe(
      null
    );
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
    const suggestions = {
      type: 'suggestions' as const,
      run_id: 'r1',
      cell_id: 'c1',
      params: { depth: 5 },
      metrics: {}
    };
    const ended = withMessage(state({ suggestions }), run());
    expect(withoutRun(ended, 'r2')).toEqual(ended);
    expect(withoutRun(ended, 'r1')).toMatchObject({
      suggestions: null,
      justTracked: null
    });
  });
});
