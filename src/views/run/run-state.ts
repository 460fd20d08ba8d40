export type RunTab =
  | 'overview'
  | 'metrics'
  | 'cells'
  | 'artifacts'
  | 'model'
  | 'datasets'
  | 'environment'
  | 'children';

export type RunState = { tab: RunTab; artifact: string | null };

export const initialRunState: RunState = { tab: 'overview', artifact: null };
