import { useViewState } from '../common/use-view-state.js';
import { ViewProvider, type ViewProps } from '../common/ViewProvider.js';
import { Runs } from './Runs.js';
import { initialRunsState, type RunsState } from './runs-state.js';

export type RunsViewProps = ViewProps & {
  state?: Partial<RunsState>;
  onStateChange?(state: RunsState): void;
};

/** The runs of one or more experiments as a table to search, sort and choose from. */
export function RunsView({ state, onStateChange, ...view }: RunsViewProps) {
  const [current, change] = useViewState(
    initialRunsState,
    state,
    onStateChange
  );
  return (
    <ViewProvider {...view}>
      <Runs state={current} onChange={change} />
    </ViewProvider>
  );
}
