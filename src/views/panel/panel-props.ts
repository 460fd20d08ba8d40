import type { ViewProps } from '../common/ViewProvider.js';
import type { NotebookNames } from '../common/notebook-names.js';
import type { Notice } from './notice.js';

/** The name is null until a server has told it. */
export type ExperimentChoice = { id: string; name: string | null };

export const VALUES_POLICIES = [
  'ask',
  'always',
  'everything',
  'never'
] as const;

/** What is done with values that a tracked cell leaves behind. */
export type ValuesPolicy = (typeof VALUES_POLICIES)[number];

export function isValuesPolicy(value: unknown): value is ValuesPolicy {
  return (VALUES_POLICIES as readonly unknown[]).includes(value);
}

export const VALUE_KINDS = [
  'metric',
  'param',
  'figure',
  'table',
  'model'
] as const;

export type ValueKind = (typeof VALUE_KINDS)[number];

export type FoundValue = {
  id: string;
  kind: ValueKind;
  key: string;
  /** Of a figure, table or model: a few words on it. */
  value: string | number;
  /** What logs it from a cell; null if no code of the cell reaches it. */
  code: string | null;
};

export type SuggestedValue = FoundValue & {
  cellId: string | null;
  progress:
    | { kind: 'none' | 'waiting' | 'running' }
    | { kind: 'failed'; reason: string };
};

/** What is being captured in the notebook in front. */
export type NotebookCapture = {
  /** Path below Jupyter's root. */
  notebook: string;
  /** Under which its runs were made. */
  names: NotebookNames;
  /** Why nothing can be captured now, or null. */
  notice: Notice | null;
  /** The kernel's language where only this page watches it, else null. */
  watchedLanguage: string | null;
  /** The kernel executes a cell and cannot say what it is a part of. */
  isBusy: boolean;
  /** Whether asking the kernel once more may help. */
  canReconnect: boolean;
  recording: { name: string | null; startedAt: number; count: number } | null;
  /** Recording was asked to start or stop and the kernel has not answered yet. */
  isSwitching: boolean;
  /** The run of a tracked cell that has just ended, while it may still be discarded. */
  justTrackedRunId: string | null;
  activeRunId: string | null;
  /** Events that wait, on disk or in this page, until the server can be reached; an execution makes several. */
  pending: number;
  /** Whether the kernel reached the server when it last tried. */
  isConnected: boolean;
  error: string | null;
  suggestions: { runId: string; values: readonly SuggestedValue[] } | null;
  /** What the notebook says about values of tracked cells, and what the settings say. */
  valuesPolicy: { own: ValuesPolicy | null; fallback: ValuesPolicy };
};

/** At the end of a cell, or in a new one below it. */
export type CodePlace = { cellId: string; isBelow: boolean };

export type PanelActions = {
  onRetryConnection(): void;
  onChooseExperiment(experiment: ExperimentChoice): void;
  onReconnectKernel(): void;
  onTrackCell(): void;
  onDiscardRun(): void;
  onToggleRecording(): void;
  /** Suggested values were logged or declined. */
  onDropSuggestions(ids: string[]): void;
  /** Have the kernel log figures, tables and models. */
  onLogObjects(runId: string, values: readonly SuggestedValue[]): void;
  onCancelLogging(): void;
  onInsertCode(code: string, place: CodePlace): void;
  onChooseValuesPolicy(policy: ValuesPolicy | null): void;
  onOpenSettings(): void;
};

export type SidePanelProps = ViewProps & {
  /** What keeps the user from the tracking server, or null. */
  notice: Notice | null;
  /** Which server this is, in a few words. */
  server: string;
  experiment: ExperimentChoice | null;
  capture: NotebookCapture | null;
  runLimit: number;
  /** Metrics that count, most important first; may be empty. */
  keyMetrics: readonly string[];
  actions: PanelActions;
};
