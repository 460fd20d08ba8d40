export type CompareTab =
  'table' | 'data' | 'environment' | 'curves' | 'scatter' | 'parallel';

export type CompareState = {
  tab: CompareTab;
  /** The run that others are measured against; the first when null. */
  baselineId: string | null;
  onlyDifferences: boolean;
};

export const initialCompareState: CompareState = {
  tab: 'table',
  baselineId: null,
  onlyDifferences: true
};
