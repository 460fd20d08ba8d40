import type { Translation } from '../../views/index.js';
import {
  type NotebookCapture,
  type SuggestedValue
} from '../../views/panel/panel-props.js';
import { linkNotice } from '../capture/link-notice.js';
import { type SuggestedValues } from '../capture/messages.js';
import { type Recorder } from '../capture/recorder.js';
import { type TrackbookSettings } from '../settings.js';

/** A recorder's state as the side panel shows it. */
export function presentCapture(
  { notebook, state }: Pick<Recorder, 'notebook' | 'state'>,
  settings: Pick<TrackbookSettings, 'suggestions'>,
  trans: Translation
): NotebookCapture {
  const { kernel, link, requested } = state;
  const recording = kernel?.recording;
  return {
    notebook,
    notice: linkNotice(link, trans),
    isBusy: link.kind === 'busy',
    canReconnect: link.kind === 'unloaded' || link.kind === 'not-loaded',
    recording: recording
      ? {
          name: recording.name ?? null,
          startedAt: recording.started_at,
          count: recording.executions
        }
      : null,
    isSwitching: requested !== null,
    justTrackedRunId: state.justTracked?.runId ?? null,
    activeRunId: kernel?.active_run_id ?? null,
    pending: kernel?.pending ?? 0,
    error: kernel?.error ?? null,
    // The hook offers nothing it was told to log; what it offered before that stays to be chosen.
    suggestions:
      settings.suggestions === 'never'
        ? null
        : presentSuggestions(state.suggestions)
  };
}

/** Suggested values one by one, metrics first. */
function suggestedValues({
  params,
  metrics
}: SuggestedValues): SuggestedValue[] {
  return [
    ...Object.entries(metrics).map(([key, value]): SuggestedValue => ({
      kind: 'metric',
      key,
      value
    })),
    ...Object.entries(params).map(([key, value]): SuggestedValue => ({
      kind: 'param',
      key,
      value: String(value)
    }))
  ];
}

function presentSuggestions(
  suggestions: SuggestedValues | null
): NotebookCapture['suggestions'] {
  return suggestions?.run_id
    ? { runId: suggestions.run_id, values: suggestedValues(suggestions) }
    : null;
}
