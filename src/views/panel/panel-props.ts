import type { ViewProps } from '../common/ViewProvider.js';
import type { Notice } from './notice.js';

export type ExperimentChoice = { id: string; name: string };

export type SuggestedValue = {
  kind: 'param' | 'metric';
  key: string;
  value: string | number;
};

/** What is being captured in the notebook in front. */
export type NotebookCapture = {
  /** Path below Jupyter's root. */
  notebook: string;
  /** Why nothing can be captured now, or null. */
  notice: Notice | null;
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
  /** Executions that wait on disk until the server can be reached. */
  pending: number;
  error: string | null;
  suggestions: { runId: string; values: SuggestedValue[] } | null;
};

export type PanelActions = {
  onRetryConnection(): void;
  onChooseExperiment(experiment: ExperimentChoice): void;
  onReconnectKernel(): void;
  onTrackCell(): void;
  onDiscardRun(): void;
  onToggleRecording(): void;
  /** Suggested values were logged or declined. */
  onDropSuggestions(keys: string[]): void;
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
