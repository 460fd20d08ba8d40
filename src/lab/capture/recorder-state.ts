import { type ExperimentChoice } from '../../views/panel/panel-props.js';
import { isListening, type LinkState } from './link-state.js';
import {
  type FoundValue,
  type KernelMessage,
  type KernelState,
  type LoggingMessage,
  type SuggestedValues
} from './messages.js';

/** Values that cells of one run left behind, and how the logging of each goes. */
export type Suggestions = {
  runId: string | null;
  values: readonly Suggestion[];
};

export type Suggestion = FoundValue & {
  cellId: string | null;
  progress: LoggingProgress;
};

export type LoggingProgress =
  | { kind: 'none' }
  /** The kernel was asked, and is busy with something else. */
  | { kind: 'waiting' }
  | { kind: 'running' }
  | { kind: 'failed'; reason: string };

/** What a notebook's recorder knows; replaced as a whole, never changed in place. */
export type RecorderState = {
  link: LinkState;
  /** What the hook said last; null until it speaks. */
  kernel: KernelState | null;
  /** Recording was asked to start or stop, and the kernel has not got to it yet. */
  requested: 'start' | 'stop' | null;
  /** The experiment asked for, until the kernel confirms it. */
  requestedExperiment: ExperimentChoice | null;
  suggestions: Suggestions | null;
  /** The run of a tracked cell that has just ended, while it may still be discarded. */
  justTracked: { runId: string; cellId: string | null } | null;
};

export const initialState: RecorderState = {
  link: { kind: 'connecting' },
  kernel: null,
  requested: null,
  requestedExperiment: null,
  suggestions: null,
  justTracked: null
};

/** The link changed: what a lost kernel said no longer holds. */
export function withLink(state: RecorderState, link: LinkState): RecorderState {
  return isListening(link) ? { ...state, link } : { ...initialState, link };
}

/** The hook spoke. */
export function withMessage(
  state: RecorderState,
  message: KernelMessage
): RecorderState {
  switch (message.type) {
    case 'state':
      return {
        ...state,
        kernel: message,
        requested: stillRequested(state.requested, message),
        requestedExperiment:
          state.requestedExperiment?.id === message.experiment_id
            ? null
            : state.requestedExperiment
      };
    case 'run':
      // Of other runs the server tells, and of more than this kernel's.
      return message.kind === 'cell'
        ? {
            ...state,
            justTracked:
              message.status === 'RUNNING'
                ? null
                : { runId: message.run_id, cellId: message.cell_id }
          }
        : state;
    case 'suggestions':
      return { ...state, suggestions: joined(state.suggestions, message) };
    case 'logging':
      return withLogging(state, message);
    case 'inspected':
      // Answers whoever asked.
      return state;
  }
}

function stillRequested(
  requested: RecorderState['requested'],
  { recording }: KernelState
): RecorderState['requested'] {
  const isDone =
    requested === 'start' ? recording !== null : recording === null;
  return isDone ? null : requested;
}

/** Take away suggested values that were logged or declined. */
export function withoutSuggestions(
  state: RecorderState,
  ids: ReadonlySet<string>
): RecorderState {
  return withValues(state, values => values.filter(({ id }) => !ids.has(id)));
}

/** The kernel was asked to log some of the suggested values. */
export function withRequestedLogging(
  state: RecorderState,
  ids: ReadonlySet<string>
): RecorderState {
  return withValues(state, values =>
    values.map(value =>
      ids.has(value.id) ? { ...value, progress: { kind: 'waiting' } } : value
    )
  );
}

function withLogging(
  state: RecorderState,
  { id, status, error }: LoggingMessage
): RecorderState {
  if (status === 'done') {
    return withoutSuggestions(state, new Set([id]));
  }
  const progress: LoggingProgress =
    status === 'failed'
      ? { kind: 'failed', reason: error ?? '' }
      : { kind: 'running' };
  return withValues(state, values =>
    values.map(value => (value.id === id ? { ...value, progress } : value))
  );
}

function withValues(
  state: RecorderState,
  change: (values: readonly Suggestion[]) => readonly Suggestion[]
): RecorderState {
  if (!state.suggestions) {
    return state;
  }
  const values = change(state.suggestions.values);
  return {
    ...state,
    suggestions: values.length > 0 ? { ...state.suggestions, values } : null
  };
}

/** Forget a run that is gone. */
export function withoutRun(state: RecorderState, runId: string): RecorderState {
  return {
    ...state,
    suggestions: state.suggestions?.runId === runId ? null : state.suggestions,
    justTracked: state.justTracked?.runId === runId ? null : state.justTracked
  };
}

/** The cells of a recording add to each other; a new run begins anew, also one with nothing to offer. */
function joined(
  before: Suggestions | null,
  { run_id, cell_id, values }: SuggestedValues
): Suggestions | null {
  const added = values.map((value): Suggestion => ({
    ...value,
    cellId: cell_id,
    progress: { kind: 'none' }
  }));
  const nameOf = ({ kind, key }: FoundValue) => `${kind} ${key}`;
  const renewed = new Set(values.map(nameOf));
  const kept =
    before && before.runId === run_id
      ? before.values.filter(value => !renewed.has(nameOf(value)))
      : [];
  const all = [...kept, ...added];
  return all.length > 0 ? { runId: run_id, values: all } : null;
}

/** The experiment that the kernel's next run goes to, as far as it is known. */
export function experimentOf({
  kernel,
  requestedExperiment
}: RecorderState): ExperimentChoice | null {
  if (requestedExperiment) {
    return requestedExperiment;
  }
  return kernel?.experiment_id
    ? { id: kernel.experiment_id, name: kernel.experiment_name }
    : null;
}
