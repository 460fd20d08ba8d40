import type { Run } from '../../client/index.js';
import { ENVIRONMENT_FILE, parseEnvironment } from '../../data/index.js';
import { Tabs, type Tab } from '../common/Tabs.js';
import { useTranslation } from '../common/translation.js';
import { useRunData } from '../common/use-run-data.js';
import { useRunFile } from '../common/use-run-file.js';
import { ArtifactsTab } from './artifacts/ArtifactsTab.js';
import { CellsTab } from './CellsTab.js';
import { ChildrenTab } from './ChildrenTab.js';
import { DatasetsTab } from './DatasetsTab.js';
import { EnvironmentTab } from './EnvironmentTab.js';
import { MetricsTab } from './MetricsTab.js';
import { ModelTab } from './ModelTab.js';
import { OverviewTab } from './OverviewTab.js';
import type { RunState, RunTab } from './run-state.js';
import { useRunModels } from './use-run-models.js';
import type { RunHistory } from './use-run-history.js';
import { useArtifactList, useChildRuns } from './use-run-parts.js';

type RunTabsProps = {
  run: Run;
  history: RunHistory;
  state: RunState;
  onChange(change: Partial<RunState>): void;
};

/** The sides of a run; those without anything to show are left out. */
export function RunTabs({ run, history, state, onChange }: RunTabsProps) {
  const trans = useTranslation();
  const { record } = history;
  const artifacts = useArtifactList(run.runId).data ?? [];
  const models = useRunModels(run);
  const children = useChildRuns(run);
  const data = useRunData(run.runId);
  const environment = useRunFile(
    run.runId,
    ENVIRONMENT_FILE,
    parseEnvironment
  ).value;
  const metricCount = Object.keys(run.metrics).length;

  const all: (Tab<RunTab> & { isShown: boolean })[] = [
    { id: 'overview', label: trans.__('Overview'), isShown: true },
    {
      id: 'metrics',
      label: trans.__('Curves'),
      count: metricCount,
      isShown: metricCount > 0
    },
    {
      id: 'cells',
      label: trans.__('Cells'),
      count: history.slice?.length ?? record?.executions.length,
      isShown: record !== null
    },
    {
      id: 'artifacts',
      label: trans.__('Artifacts'),
      isShown: artifacts.length > 0 || models.length > 0
    },
    { id: 'model', label: trans.__('Model'), isShown: models.length > 0 },
    {
      id: 'datasets',
      label: trans.__('Datasets'),
      isShown:
        run.datasets.length > 0 || data.value !== null || data.error !== null
    },
    {
      id: 'environment',
      label: trans.__('Environment'),
      isShown: environment !== null
    },
    {
      id: 'children',
      label: trans.__('Child runs'),
      count: children.length,
      isShown: children.length > 0
    }
  ];
  const tabs = all.filter(({ isShown }) => isShown);
  const selected = tabs.some(({ id }) => id === state.tab)
    ? state.tab
    : 'overview';

  return (
    <Tabs
      label={trans.__('About the run')}
      tabs={tabs}
      selected={selected}
      onSelect={tab => onChange({ tab })}
    >
      {selected === 'overview' && (
        <OverviewTab
          run={run}
          onOpenCells={record ? () => onChange({ tab: 'cells' }) : undefined}
        />
      )}
      {selected === 'metrics' && <MetricsTab run={run} />}
      {selected === 'cells' && record && (
        <CellsTab run={run} record={record} history={history} />
      )}
      {selected === 'artifacts' && (
        <ArtifactsTab
          run={run}
          models={models}
          selected={state.artifact}
          onSelect={artifact => onChange({ artifact })}
        />
      )}
      {selected === 'model' && <ModelTab models={models} />}
      {selected === 'datasets' && <DatasetsTab run={run} data={data} />}
      {selected === 'environment' && environment && (
        <EnvironmentTab run={run} environment={environment} />
      )}
      {selected === 'children' && <ChildrenTab runs={children} />}
    </Tabs>
  );
}
