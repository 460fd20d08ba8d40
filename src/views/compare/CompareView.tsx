import { useViewState } from '../common/use-view-state.js';
import { ViewProvider, type ViewProps } from '../common/ViewProvider.js';
import { Comparison } from './Comparison.js';
import { initialCompareState, type CompareState } from './compare-state.js';

export type CompareViewProps = ViewProps & {
  runIds: string[];
  /** The view lets its user leave runs out. */
  onRunIdsChange?(runIds: string[]): void;
  state?: Partial<CompareState>;
  onStateChange?(state: CompareState): void;
};

/** Runs side by side, what differs first. */
export function CompareView({
  runIds,
  onRunIdsChange,
  state,
  onStateChange,
  ...view
}: CompareViewProps) {
  const [current, change] = useViewState(
    initialCompareState,
    state,
    onStateChange
  );
  return (
    <ViewProvider {...view}>
      <Comparison
        runIds={runIds}
        onRunIdsChange={onRunIdsChange}
        state={current}
        onChange={change}
      />
    </ViewProvider>
  );
}
