import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { RunComparison } from '../../client/index.js';
import { EmptyState, ErrorState, Loading } from '../common/messages.js';
import { queryKeys } from '../common/query-keys.js';
import { useClient } from '../common/QueryProvider.js';
import { Tabs, type Tab } from '../common/Tabs.js';
import { useTranslation } from '../common/translation.js';
import type { CompareState, CompareTab } from './compare-state.js';
import { ComparedCurves } from './ComparedCurves.js';
import { ComparedRuns } from './ComparedRuns.js';
import { ComparedTable } from './ComparedTable.js';
import { DataTab } from './DataTab.js';
import { EnvironmentTab } from './EnvironmentTab.js';
import { ParallelTab } from './ParallelTab.js';
import { ScatterTab } from './ScatterTab.js';

type ComparisonProps = {
  runIds: string[];
  onRunIdsChange?(runIds: string[]): void;
  state: CompareState;
  onChange(change: Partial<CompareState>): void;
};

export function Comparison({
  runIds,
  onRunIdsChange,
  state,
  onChange
}: ComparisonProps) {
  const trans = useTranslation();
  const client = useClient();
  const { data, error, refetch } = useQuery({
    queryKey: queryKeys.comparison(runIds),
    queryFn: ({ signal }) => client.runs.compare(runIds, signal),
    enabled: runIds.length > 0,
    placeholderData: keepPreviousData
  });

  if (runIds.length === 0) {
    return (
      <EmptyState icon="compare" title={trans.__('Nothing to compare')}>
        <p>{trans.__('Choose runs in the table of runs.')}</p>
      </EmptyState>
    );
  }
  if (error && !data) {
    return (
      <ErrorState error={error} isWholeView onRetry={() => void refetch()} />
    );
  }
  if (!data) {
    return <Loading />;
  }
  return (
    <div className="jp-TrackbookCompareView">
      <div className="jp-TrackbookCompareView-header">
        <h1>{trans._n('%1 run', '%1 runs side by side', data.runs.length)}</h1>
        <ComparedRuns
          runs={data.runs}
          baselineId={baselineOf(data, state)}
          onBaseline={baselineId => onChange({ baselineId })}
          onRemove={
            onRunIdsChange &&
            (runId => onRunIdsChange(runIds.filter(id => id !== runId)))
          }
        />
      </div>
      <CompareTabs comparison={data} state={state} onChange={onChange} />
    </div>
  );
}

function baselineOf({ runs }: RunComparison, state: CompareState): string {
  const isThere = runs.some(({ runId }) => runId === state.baselineId);
  return isThere ? state.baselineId! : (runs[0]?.runId ?? '');
}

type CompareTabsProps = {
  comparison: RunComparison;
  state: CompareState;
  onChange(change: Partial<CompareState>): void;
};

function CompareTabs({ comparison, state, onChange }: CompareTabsProps) {
  const trans = useTranslation();
  const { runs } = comparison;
  const baselineId = baselineOf(comparison, state);
  const baseline = runs.find(({ runId }) => runId === baselineId);
  const tabs: Tab<CompareTab>[] = [
    { id: 'table', label: trans.__('Differences') },
    { id: 'data', label: trans.__('Data') },
    { id: 'environment', label: trans.__('Environment') },
    { id: 'curves', label: trans.__('Curves') },
    { id: 'scatter', label: trans.__('Scatter') },
    { id: 'parallel', label: trans.__('Parallel coordinates') }
  ];
  return (
    <Tabs
      label={trans.__('Ways to compare')}
      tabs={tabs}
      selected={state.tab}
      onSelect={tab => onChange({ tab })}
    >
      {state.tab === 'table' && (
        <ComparedTable
          comparison={comparison}
          baselineId={baselineId}
          onlyDifferences={state.onlyDifferences}
          onOnlyDifferences={onlyDifferences => onChange({ onlyDifferences })}
        />
      )}
      {state.tab === 'data' && baseline && (
        <DataTab runs={runs} baseline={baseline} />
      )}
      {state.tab === 'environment' && baseline && (
        <EnvironmentTab runs={runs} baseline={baseline} />
      )}
      {state.tab === 'curves' && <ComparedCurves {...comparison} />}
      {state.tab === 'scatter' && <ScatterTab runs={runs} />}
      {state.tab === 'parallel' && <ParallelTab runs={runs} />}
    </Tabs>
  );
}
