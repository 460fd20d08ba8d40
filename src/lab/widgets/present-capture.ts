import type { Translation } from '../../views/index.js';
import {
  type NotebookCapture,
  VALUE_KINDS
} from '../../views/panel/panel-props.js';
import { linkNotice } from '../capture/link-notice.js';
import { type Recorder } from '../capture/recorder.js';
import { type Suggestions } from '../capture/recorder-state.js';
import { onlyName } from '../../views/common/notebook-names.js';
import { type TrackbookSettings } from '../settings.js';
import { type ICapture } from '../tokens.js';

/** A recorder's state as the side panel shows it. */
export function presentCapture(
  { notebook, state }: Pick<Recorder, 'notebook' | 'state'>,
  { names, valuesPolicy }: Pick<ICapture, 'names' | 'valuesPolicy'>,
  settings: Pick<TrackbookSettings, 'suggestions'>,
  trans: Translation
): NotebookCapture {
  const { kernel, link, requested } = state;
  const recording = kernel?.recording;
  return {
    notebook,
    names: names ?? onlyName(notebook),
    notice: linkNotice(link, trans),
    watchedLanguage: link.kind === 'watched' ? link.language : null,
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
    isConnected: kernel?.connected ?? true,
    error: kernel?.error ?? null,
    // The hook offers nothing it was told to log; what it offered before that stays to be chosen.
    suggestions:
      (valuesPolicy ?? settings.suggestions) === 'never'
        ? null
        : presentSuggestions(state.suggestions),
    valuesPolicy: { own: valuesPolicy, fallback: settings.suggestions }
  };
}

/** Metrics first, models last. */
function presentSuggestions(
  suggestions: Suggestions | null
): NotebookCapture['suggestions'] {
  if (!suggestions?.runId) {
    return null;
  }
  const { runId, values } = suggestions;
  return {
    runId,
    values: VALUE_KINDS.flatMap(kind =>
      values.filter(value => value.kind === kind)
    )
  };
}
