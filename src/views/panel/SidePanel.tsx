import { ViewProvider } from '../common/ViewProvider.js';
import { CaptureCard } from './CaptureCard.js';
import { ExperimentPicker } from './ExperimentPicker.js';
import { NoticeBox } from './NoticeBox.js';
import type { SidePanelProps } from './panel-props.js';
import { QuickLog } from './QuickLog.js';
import { RegistryGlance } from './RegistryGlance.js';
import { runInProgress } from './run-in-progress.js';
import { RunList } from './RunList.js';
import { ServerLine } from './ServerLine.js';
import { Suggestions } from './Suggestions.js';
import { usePanelRuns } from './use-panel-runs.js';
import { useShownExperiment } from './use-shown-experiment.js';

/** Experiment tracking at a glance, beside the notebook. */
export function SidePanel(props: SidePanelProps) {
  const { client, trans, onOpenRuns, onOpenRun, onOpenCompare } = props;
  const { onOpenModel, onOpenRegistry, onOpenCell, onHighlightCells } = props;
  return (
    <ViewProvider
      {...{ client, trans, onOpenRuns, onOpenRun, onOpenCompare }}
      {...{ onOpenModel, onOpenRegistry, onOpenCell, onHighlightCells }}
    >
      <PanelContent {...props} />
    </ViewProvider>
  );
}

function PanelContent(props: SidePanelProps) {
  const { notice, server, capture, keyMetrics, actions } = props;
  const experiment = useShownExperiment(props.experiment);
  const list = usePanelRuns(
    experiment,
    capture?.names,
    props.runLimit,
    keyMetrics
  );
  const inProgress = runInProgress(list.runs, capture);
  // Before anything was read, "no runs yet" would be a guess.
  const isUnknown = notice !== null && experiment === null;
  return (
    <div className="jp-TrackbookPanel-content" tabIndex={-1}>
      {notice && (
        <NoticeBox notice={notice} onRetry={actions.onRetryConnection} />
      )}
      {!isUnknown && (
        <ExperimentPicker
          experiment={experiment}
          onChoose={actions.onChooseExperiment}
        />
      )}
      {capture && (
        <CaptureCard
          capture={capture}
          inProgress={inProgress}
          isServerAway={notice !== null}
          actions={actions}
        />
      )}
      {capture?.suggestions && (
        <Suggestions {...capture.suggestions} actions={actions} />
      )}
      {!isUnknown && (
        <>
          <RunList
            list={list}
            experiment={experiment}
            hasNotebook={capture !== null}
            keyMetrics={keyMetrics}
          />
          <QuickLog
            runs={list.runs}
            activeRunId={capture?.activeRunId ?? inProgress?.runId ?? null}
          />
          <RegistryGlance />
        </>
      )}
      <ServerLine
        server={server}
        isBroken={notice !== null}
        onOpenSettings={actions.onOpenSettings}
      />
    </div>
  );
}
