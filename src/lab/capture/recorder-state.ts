import { type ExperimentChoice } from '../../views/panel/panel-props.js';
import { type LinkState } from './link-state.js';
import {
  type KernelMessage,
  type KernelState,
  type SuggestedValues
} from './messages.js';

/** What a notebook's recorder knows; replaced as a whole, never changed in place. */
export type RecorderState = {
  link: LinkState;
  /** What the hook said last; null until it speaks. */
  kernel: KernelState | null;
  /** Recording was asked to start or stop, and the kernel has not got to it yet. */
  requested: 'start' | 'stop' | null;
  /** The experiment asked for, until the kernel confirms it. */
  requestedExperiment: ExperimentChoice | null;
  suggestions: SuggestedValues | null;
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
  return link.kind === 'open' ? { ...state, link } : { ...initialState, link };
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
      return { ...state, suggestions: message };
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
  keys: ReadonlySet<string>
): RecorderState {
  if (!state.suggestions) {
    return state;
  }
  const params = omit(state.suggestions.params, keys);
  const metrics = omit(state.suggestions.metrics, keys);
  const isEmpty = [params, metrics].every(
    values => Object.keys(values).length === 0
  );
  return {
    ...state,
    suggestions: isEmpty ? null : { ...state.suggestions, params, metrics }
  };
}

/** Forget a run that is gone. */
export function withoutRun(state: RecorderState, runId: string): RecorderState {
  return {
    ...state,
    suggestions: state.suggestions?.run_id === runId ? null : state.suggestions,
    justTracked: state.justTracked?.runId === runId ? null : state.justTracked
  };
}

function omit<T>(
  values: Record<string, T>,
  keys: ReadonlySet<string>
): Record<string, T> {
  return Object.fromEntries(
    Object.entries(values).filter(([key]) => !keys.has(key))
  );
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
    ? {
        id: kernel.experiment_id,
        name: kernel.experiment_name ?? kernel.experiment_id
      }
    : null;
}
