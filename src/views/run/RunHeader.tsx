import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import type { Verdict } from '../../analysis/index.js';
import {
  isPython,
  parseRecord,
  RECORD_FILE
} from '../../analysis/session-record.js';
import type { Run } from '../../client/index.js';
import { CopyButton } from '../common/CopyButton.js';
import { formatAgo, formatDateTime } from '../common/format.js';
import { Icon } from '../common/icons.js';
import { InlineEdit } from '../common/InlineEdit.js';
import { useNavigation } from '../common/navigation.js';
import { useExperiments, useRun } from '../common/queries.js';
import { queryKeys } from '../common/query-keys.js';
import { useClient } from '../common/QueryProvider.js';
import { useReproducer } from '../common/reproducer.js';
import { RunStatusLabel } from '../common/RunStatusLabel.js';
import { useAttempt } from '../common/Toasts.js';
import { useTranslation } from '../common/translation.js';
import { useNow } from '../common/use-now.js';
import { useRunFile } from '../common/use-run-file.js';
import { useRunLifecycle } from '../common/use-run-lifecycle.js';
import { VerdictChips } from '../common/VerdictChips.js';
import { RegisterDialog } from '../registry/RegisterDialog.js';
import { durationText } from '../runs/CellContent.js';
import { NotebookButton } from './reproduce/NotebookButton.js';
import { ProjectButton } from './reproduce/ProjectButton.js';
import { ReproduceButton } from './reproduce/ReproduceButton.js';
import { ReproducedChip } from './reproduce/ReproducedChip.js';
import { ReproductionStrip } from './reproduce/ReproductionStrip.js';
import { useRunModels } from './use-run-models.js';

type RunHeaderProps = {
  run: Run;
  verdicts: readonly Verdict[];
  onOpenCells(): void;
};

/** Which run this is, how it went, and what can be done with it. */
export function RunHeader({ run, verdicts, onOpenCells }: RunHeaderProps) {
  const trans = useTranslation();
  const client = useClient();
  const queryClient = useQueryClient();
  const attempt = useAttempt();
  const reproducer = useReproducer();
  const now = useNow(1_000);
  const rename = (name: string) =>
    void attempt(async () => {
      await client.runs.rename(run.runId, name);
      await queryClient.invalidateQueries({
        queryKey: queryKeys.run(run.runId)
      });
    });

  return (
    <div className="jp-TrackbookRunView-header">
      <Breadcrumb run={run} />
      <div className="jp-TrackbookRunView-title">
        <InlineEdit
          value={run.name}
          name={trans.__('name')}
          onSave={name => name && rename(name)}
        >
          <h1>{run.name}</h1>
        </InlineEdit>
        {run.isDeleted && (
          <span className="jp-TrackbookChip jp-mod-danger">
            {trans.__('deleted')}
          </span>
        )}
        <RunActions run={run} />
      </div>
      <div className="jp-TrackbookRunView-summary">
        <RunStatusLabel status={run.status} />
        {run.startedAt !== null && (
          <span title={formatDateTime(run.startedAt)}>
            {trans.__('started %1', formatAgo(run.startedAt, now, trans))}
          </span>
        )}
        <span>{durationText(run, now)}</span>
        {verdicts.length > 0 && (
          <button
            className="jp-TrackbookLink jp-TrackbookRunView-verdict"
            onClick={onOpenCells}
          >
            <span className="jp-TrackbookHidden">{trans.__('Verdict:')}</span>
            <VerdictChips verdicts={verdicts} />
          </button>
        )}
        <ReproducedChip run={run} />
        <span className="jp-TrackbookRunView-id">
          <code>{run.runId.slice(0, 8)}</code>
          <CopyButton text={run.runId} name={trans.__('Copy run id')} />
        </span>
      </div>
      {reproducer && <ReproductionStrip run={run} reproducer={reproducer} />}
    </div>
  );
}

function Breadcrumb({ run }: { run: Run }) {
  const trans = useTranslation();
  const navigation = useNavigation();
  const experiments = useExperiments().data;
  const experiment = experiments?.find(
    ({ experimentId }) => experimentId === run.experimentId
  );
  return (
    <nav className="jp-TrackbookBreadcrumb" aria-label={trans.__('Belongs to')}>
      <button
        className="jp-TrackbookLink"
        onClick={() => navigation.onOpenRuns([run.experimentId])}
      >
        {experiment?.name ?? trans.__('Runs')}
      </button>
      {run.parentRunId && <ParentLink runId={run.parentRunId} />}
    </nav>
  );
}

function ParentLink({ runId }: { runId: string }) {
  const navigation = useNavigation();
  const parent = useRun(runId).data;
  return (
    <>
      <Icon name="right" size={12} />
      <button
        className="jp-TrackbookLink"
        onClick={() => navigation.onOpenRun(runId)}
      >
        {parent?.name ?? runId.slice(0, 8)}
      </button>
    </>
  );
}

function RunActions({ run }: { run: Run }) {
  const trans = useTranslation();
  const { deleteRuns, restoreRuns } = useRunLifecycle();
  const models = useRunModels(run);
  const reproducer = useReproducer();
  const cells = useRunFile(run.runId, RECORD_FILE, parseRecord);
  const hasSlice = cells.value !== null && isPython(cells.value);
  const [isRegistering, setIsRegistering] = useState(false);
  return (
    <div className="jp-TrackbookRunView-actions">
      {hasSlice && <NotebookButton run={run} />}
      {hasSlice && <ProjectButton run={run} />}
      {hasSlice && reproducer && (
        <ReproduceButton run={run} reproducer={reproducer} />
      )}
      {models.length > 0 && (
        <button
          className="jp-TrackbookButton jp-mod-accent"
          onClick={() => setIsRegistering(true)}
        >
          <Icon name="model" />
          {trans.__('Register model')}
        </button>
      )}
      {run.isDeleted ? (
        <button
          className="jp-TrackbookButton"
          onClick={() => void restoreRuns([run.runId])}
        >
          <Icon name="restore" />
          {trans.__('Restore')}
        </button>
      ) : (
        <button
          className="jp-TrackbookButton"
          aria-label={trans.__('Delete')}
          title={trans.__('Delete')}
          onClick={() => void deleteRuns([run.runId])}
        >
          <Icon name="trash" />
        </button>
      )}
      {isRegistering && (
        <RegisterDialog
          run={run}
          models={models}
          onClose={() => setIsRegistering(false)}
        />
      )}
    </div>
  );
}
