import {
  act,
  fireEvent,
  render,
  screen,
  waitFor
} from '@testing-library/react';
import type { Feature, Run, TrackbookClient } from '../../client/index.js';
import type {
  NotebookCapture,
  SidePanelProps,
  SuggestedValue
} from './panel-props.js';
import { onlyName } from '../common/notebook-names.js';
import { SidePanel } from './SidePanel.js';

function run(overrides: Partial<Run>): Run {
  return {
    runId: 'r1',
    experimentId: '1',
    name: 'calm-fox-1',
    status: 'FINISHED',
    isDeleted: false,
    startedAt: 1_000,
    endedAt: 3_500,
    user: 'ann',
    artifactUri: '',
    params: {},
    metrics: {},
    tags: {},
    parentRunId: null,
    datasets: [],
    modelIds: [],
    ...overrides
  };
}

const capture: NotebookCapture = {
  notebook: 'course/taxi.ipynb',
  names: onlyName('course/taxi.ipynb'),
  notice: null,
  watchedLanguage: null,
  isBusy: false,
  canReconnect: false,
  recording: null,
  isSwitching: false,
  justTrackedRunId: null,
  activeRunId: null,
  pending: 0,
  isConnected: true,
  error: null,
  suggestions: null,
  valuesPolicy: { own: null, fallback: 'ask' }
};

function suggested(overrides: Partial<SuggestedValue>): SuggestedValue {
  return {
    id: '1',
    kind: 'metric',
    key: 'rmse',
    value: 6.3,
    code: 'mlflow.log_metric("rmse", rmse)',
    cellId: 'c1',
    progress: { kind: 'none' },
    ...overrides
  };
}

function show(
  runs: Run[],
  overrides: Partial<SidePanelProps> = {},
  features: Feature[] = ['runs.discard']
) {
  const client = {
    events: () => () => undefined,
    features: async () => ({ version: '1', features: new Set(features) }),
    experiments: { list: async () => [] },
    registry: { listModels: async () => [] },
    metrics: { sampled: async () => [] },
    runs: {
      search: jest.fn(async () => ({
        runs,
        offset: 0,
        totalCount: runs.length,
        isExact: true
      })),
      get: jest.fn(async (runId: string) => run({ runId })),
      logMetrics: jest.fn(async () => undefined),
      logParams: jest.fn(async () => undefined)
    }
  };
  const props: SidePanelProps = {
    client: client as unknown as TrackbookClient,
    onOpenRuns: jest.fn(),
    onOpenRun: jest.fn(),
    onOpenCompare: jest.fn(),
    onOpenModel: jest.fn(),
    onOpenRegistry: jest.fn(),
    onOpenCell: jest.fn(),
    notice: null,
    server: 'Trackbook in this folder',
    experiment: { id: '1', name: 'taxi' },
    capture,
    runLimit: 30,
    keyMetrics: [],
    actions: {
      onRetryConnection: jest.fn(),
      onChooseExperiment: jest.fn(),
      onReconnectKernel: jest.fn(),
      onTrackCell: jest.fn(),
      onDiscardRun: jest.fn(),
      onToggleRecording: jest.fn(),
      onDropSuggestions: jest.fn(),
      onLogObjects: jest.fn(),
      onCancelLogging: jest.fn(),
      onInsertCode: jest.fn(),
      onChooseValuesPolicy: jest.fn(),
      onOpenSettings: jest.fn()
    },
    ...overrides
  };
  render(<SidePanel {...props} />);
  return { client, props };
}

describe('SidePanel', () => {
  it('shows no id in the place of the name of an experiment', async () => {
    show([], { experiment: { id: '7', name: null } });
    expect(
      (await screen.findByTitle('The experiment that new runs go to'))
        .textContent
    ).toBe('ExperimentName not known yet');
  });

  it('lists the runs of this notebook and marks the best', async () => {
    const { client } = show([
      run({ runId: 'a', name: 'ridge', metrics: { rmse: 6.3 } }),
      run({ runId: 'b', name: 'lasso', metrics: { rmse: 6.7 } })
    ]);
    expect(
      (await screen.findByLabelText('best')).parentElement?.textContent
    ).toContain('6.3');
    expect(client.runs.search).toHaveBeenCalledWith(
      expect.objectContaining({
        filter: "tags.`trackbook.notebook` = 'course/taxi.ipynb'"
      }),
      expect.anything()
    );
  });

  it('leads to the run, and to the cell that made it', async () => {
    const { props } = show([
      run({
        tags: {
          'trackbook.kind': 'cell',
          'trackbook.execution_count': '7',
          'trackbook.notebook': 'course/taxi.ipynb',
          'trackbook.cell_id': 'c7'
        }
      })
    ]);
    fireEvent.click(await screen.findByText('Cell [7]'));
    expect(props.onOpenCell).toHaveBeenCalledWith('course/taxi.ipynb', 'c7');
    fireEvent.click(screen.getByRole('button', { name: /calm-fox-1/ }));
    expect(props.onOpenRun).toHaveBeenCalledWith('r1');
  });

  it('compares the runs that are chosen', async () => {
    const { props } = show([
      run({ runId: 'a', name: 'ridge' }),
      run({ runId: 'b', name: 'lasso' })
    ]);
    fireEvent.click(await screen.findByLabelText('Choose lasso'));
    fireEvent.click(screen.getByLabelText('Choose ridge'));
    fireEvent.click(screen.getByRole('button', { name: 'Compare 2' }));
    expect(props.onOpenCompare).toHaveBeenCalledWith(['a', 'b']);
  });

  it('logs suggested values and takes them away', async () => {
    const { client, props } = show([], {
      capture: {
        ...capture,
        suggestions: {
          runId: 'r9',
          values: [
            suggested({ id: '1' }),
            suggested({ id: '2', kind: 'param', key: 'alpha', value: '0.1' })
          ]
        }
      }
    });
    fireEvent.click(screen.getByRole('button', { name: 'Log all' }));
    await waitFor(() =>
      expect(props.actions.onDropSuggestions).toHaveBeenCalledWith(['1', '2'])
    );
    expect(client.runs.logParams).toHaveBeenCalledWith('r9', { alpha: '0.1' });
    expect(client.runs.logMetrics).toHaveBeenCalledWith('r9', [
      { key: 'rmse', value: 6.3 }
    ]);
  });

  it('has the kernel log a model, and shows how that goes', () => {
    const model = suggested({ kind: 'model', key: 'model', value: 'Ridge' });
    const { props } = show([], {
      capture: { ...capture, suggestions: { runId: 'r9', values: [model] } }
    });
    fireEvent.click(screen.getByRole('button', { name: 'Log model model' }));
    expect(props.actions.onLogObjects).toHaveBeenCalledWith('r9', [model]);
  });

  it('lets a logging be cancelled, and says why one failed', () => {
    const { props } = show([], {
      capture: {
        ...capture,
        suggestions: {
          runId: 'r9',
          values: [
            suggested({ kind: 'model', progress: { kind: 'running' } }),
            suggested({
              id: '2',
              kind: 'figure',
              key: 'figures/a',
              progress: { kind: 'failed', reason: 'The disk is full.' }
            })
          ]
        }
      }
    });
    expect(screen.getByRole('alert').textContent).toBe('The disk is full.');
    fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(props.actions.onCancelLogging).toHaveBeenCalled();
    fireEvent.click(screen.getByRole('button', { name: 'Log all' }));
    expect(props.actions.onLogObjects).toHaveBeenCalledWith('r9', [
      expect.objectContaining({ id: '2' })
    ]);
  });

  it('shows the code for a value and puts it into the notebook', () => {
    const { props } = show([], {
      capture: {
        ...capture,
        suggestions: { runId: 'r9', values: [suggested({})] }
      }
    });
    const toggle = screen.getByRole('button', { name: 'Code for rmse' });
    expect(screen.queryByRole('button', { name: 'Insert code' })).toBeNull();
    fireEvent.click(toggle);
    fireEvent.click(screen.getByRole('button', { name: 'Insert code' }));
    expect(props.actions.onInsertCode).toHaveBeenCalledWith(
      'mlflow.log_metric("rmse", rmse)',
      { cellId: 'c1', isBelow: false }
    );
    fireEvent.click(screen.getByRole('button', { name: 'In a new cell' }));
    expect(props.actions.onInsertCode).toHaveBeenLastCalledWith(
      expect.stringContaining('start_run(run_id="r9")'),
      { cellId: 'c1', isBelow: true }
    );
  });

  it('lets the notebook choose what is done with values', () => {
    const { props } = show([], {
      capture: {
        ...capture,
        valuesPolicy: { own: 'never', fallback: 'always' }
      }
    });
    const select = screen.getByLabelText('Values of tracked cells');
    expect(select).toHaveProperty('value', 'never');
    fireEvent.change(select, { target: { value: 'everything' } });
    expect(props.actions.onChooseValuesPolicy).toHaveBeenCalledWith(
      'everything'
    );
    fireEvent.change(select, { target: { value: '' } });
    expect(props.actions.onChooseValuesPolicy).toHaveBeenLastCalledWith(null);
  });

  it('says what is wrong with what is logged by hand', async () => {
    const { client } = show([run({})]);
    fireEvent.change(await screen.findByLabelText('Name'), {
      target: { value: 'rmse' }
    });
    fireEvent.change(screen.getByLabelText('Value'), {
      target: { value: 'six' }
    });
    fireEvent.click(screen.getByRole('button', { name: 'Log' }));
    expect((await screen.findByRole('alert')).textContent).toMatch(/number/);
    expect(client.runs.logMetrics).not.toHaveBeenCalled();
  });

  it('stops a recording and counts its cells', () => {
    const { props } = show([], {
      capture: {
        ...capture,
        recording: { name: null, startedAt: Date.now(), count: 2 }
      }
    });
    expect(screen.getByRole('timer').textContent).toContain('2 cells');
    fireEvent.click(screen.getByRole('button', { name: 'Stop' }));
    expect(props.actions.onToggleRecording).toHaveBeenCalled();
  });

  it('shows the run of a kernel that is too busy to speak', async () => {
    const { props } = show(
      [
        run({ runId: 'other', status: 'RUNNING' }),
        run({
          runId: 'a',
          name: 'training',
          status: 'RUNNING',
          tags: {
            'trackbook.kind': 'recording',
            'trackbook.notebook': 'course/taxi.ipynb'
          }
        })
      ],
      {
        capture: {
          ...capture,
          isBusy: true,
          notice: { level: 'info', title: 'Busy' }
        }
      }
    );
    const link = await screen.findByRole('button', { name: 'training' });
    expect(link.parentElement?.textContent).toMatch(/^Recording training/);
    expect(
      screen.getByRole('option', { name: 'training (active)' })
    ).toHaveProperty('selected', true);
    fireEvent.click(link);
    expect(props.onOpenRun).toHaveBeenCalledWith('a');
  });

  it('says what keeps the user from the server, and tries again', () => {
    const { props } = show([], {
      notice: { level: 'error', title: 'No answer', advice: 'Start it.' }
    });
    expect(screen.getByRole('alert').textContent).toContain('Start it.');
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(props.actions.onRetryConnection).toHaveBeenCalled();
  });

  it('says calmly that the kernel has to keep what happens for later', () => {
    show([], {
      capture: {
        ...capture,
        isConnected: false,
        error: 'Connection refused.',
        pending: 7
      }
    });
    screen.getByText('The kernel does not reach the server');
    screen.getByText('Connection refused.');
    screen.getByText('7 events wait on disk to be sent');
    expect(screen.queryByText('Capture met a problem')).toBeNull();
  });

  it('tells of events that wait only when they do not go at once', () => {
    jest.useFakeTimers();
    show([], { capture: { ...capture, pending: 2 } });
    expect(screen.queryByText(/wait on disk/)).toBeNull();
    act(() => jest.advanceTimersByTime(2_000));
    screen.getByText('2 events wait on disk to be sent');
    jest.useRealTimers();
  });

  it('says once that the server is away', () => {
    show([], {
      notice: { level: 'error', title: 'The server does not answer' },
      capture: {
        ...capture,
        isConnected: false,
        error: 'Connection refused.',
        pending: 7
      }
    });
    screen.getByText('The server does not answer');
    screen.getByText('7 events wait on disk to be sent');
    expect(
      screen.queryByText('The kernel does not reach the server')
    ).toBeNull();
  });

  it('offers to discard the run of the cell that was just tracked', async () => {
    const { props } = show([], {
      capture: { ...capture, justTrackedRunId: 'r1' }
    });
    fireEvent.click(await screen.findByRole('button', { name: 'Discard' }));
    expect(props.actions.onDiscardRun).toHaveBeenCalled();
    fireEvent.click(screen.getByRole('button', { name: 'calm-fox-1' }));
    expect(props.onOpenRun).toHaveBeenCalledWith('r1');
  });

  it('does not offer what the server cannot do', async () => {
    const { client } = show(
      [],
      { capture: { ...capture, justTrackedRunId: 'r1' } },
      []
    );
    await waitFor(() => expect(client.runs.get).toHaveBeenCalled());
    expect(screen.queryByRole('button', { name: 'Discard' })).toBeNull();
  });
});

it('marks runs that their notebook may not give again', async () => {
  show([
    run({ tags: { 'trackbook.verdict': 'clean' } }),
    run({
      runId: 'r2',
      tags: { 'trackbook.verdict': 'out of order, hidden state' }
    })
  ]);
  const marks = await screen.findAllByRole('img', { name: /out of order/ });
  expect(marks).toHaveLength(1);
  expect(marks[0].closest('li')?.dataset.runId).toBe('r2');
  expect(marks[0].title).toContain(
    'hidden state: This run used a name that no cell of the notebook defines any more.'
  );
});
