import { useEffect } from 'react';
import type { Run } from '../../client/index.js';
import { ErrorState, Loading } from '../common/messages.js';
import { useRun } from '../common/queries.js';
import { useViewState } from '../common/use-view-state.js';
import { ViewProvider, type ViewProps } from '../common/ViewProvider.js';
import { initialRunState, type RunState } from './run-state.js';
import { RunHeader } from './RunHeader.js';
import { RunTabs } from './RunTabs.js';
import { useRunHistory } from './use-run-history.js';

type OwnProps = {
  runId: string;
  /** For the title of the tab or page the view stands in. */
  onTitle?(title: string): void;
};

export type RunViewProps = ViewProps &
  OwnProps & {
    state?: Partial<RunState>;
    onStateChange?(state: RunState): void;
  };

/** Everything known about one run. */
export function RunView({
  runId,
  state,
  onStateChange,
  onTitle,
  ...view
}: RunViewProps) {
  const [current, change] = useViewState(initialRunState, state, onStateChange);
  return (
    <ViewProvider {...view}>
      <LoadedRun
        runId={runId}
        state={current}
        onChange={change}
        onTitle={onTitle}
      />
    </ViewProvider>
  );
}

type LoadedRunProps = OwnProps & {
  state: RunState;
  onChange(change: Partial<RunState>): void;
};

function LoadedRun({ runId, state, onChange, onTitle }: LoadedRunProps) {
  const { data: run, error, refetch } = useRun(runId);
  const name = run?.name;
  useEffect(() => {
    if (name) {
      onTitle?.(name);
    }
  }, [name, onTitle]);

  if (!run) {
    return error ? (
      <ErrorState error={error} isWholeView onRetry={() => void refetch()} />
    ) : (
      <Loading />
    );
  }
  return <RunContent run={run} state={state} onChange={onChange} />;
}

type RunContentProps = Pick<LoadedRunProps, 'state' | 'onChange'> & {
  run: Run;
};

function RunContent({ run, state, onChange }: RunContentProps) {
  const history = useRunHistory(run);
  return (
    <div className="jp-TrackbookRunView">
      <RunHeader
        run={run}
        verdicts={history.verdicts}
        onOpenCells={() => onChange({ tab: 'cells' })}
      />
      <RunTabs run={run} history={history} state={state} onChange={onChange} />
    </div>
  );
}
