import type { Run } from '../../client/index.js';
import { CopyButton } from '../common/CopyButton.js';
import { formatDuration } from '../common/format.js';
import { useNavigation } from '../common/navigation.js';
import { PythonCode } from '../common/PythonCode.js';
import { useTranslation } from '../common/translation.js';
import type {
  RecordedExecution,
  SessionRecord
} from '../../analysis/session-record.js';

type CellsTabProps = { run: Run; cells: SessionRecord };

/** All that the session executed up to the run's end, in its order. */
export function CellsTab({ run, cells }: CellsTabProps) {
  const trans = useTranslation();
  const { kernel, languageVersion } = cells.session;
  return (
    <div className="jp-TrackbookCells">
      <p className="jp-TrackbookHint">
        {trans.__(
          'Executed in this order by %1; the cells that made this run are marked.',
          `${kernel} ${languageVersion}`.trim()
        )}
      </p>
      <ol>
        {cells.executions.map(execution => (
          <CellItem
            key={execution.seq}
            execution={execution}
            isOfRun={execution.runIds.includes(run.runId)}
          />
        ))}
      </ol>
    </div>
  );
}

type CellItemProps = { execution: RecordedExecution; isOfRun: boolean };

function CellItem({ execution, isOfRun }: CellItemProps) {
  const trans = useTranslation();
  const { onOpenCell } = useNavigation();
  const { executionCount, notebook, cellId, durationMs, status, error } =
    execution;
  return (
    <li
      className={`jp-TrackbookCells-item ${isOfRun ? 'jp-mod-ofRun' : ''} jp-mod-${status}`}
    >
      <div className="jp-TrackbookCells-head">
        <span className="jp-TrackbookExecution">[{executionCount ?? ' '}]</span>
        {isOfRun && (
          <span className="jp-TrackbookChip jp-mod-accent">
            {trans.__('this run')}
          </span>
        )}
        <span>{statusText(status, trans)}</span>
        {durationMs !== null && <span>{formatDuration(durationMs)}</span>}
        {onOpenCell && notebook && (
          <button
            className="jp-TrackbookLink"
            onClick={() => onOpenCell(notebook, cellId)}
          >
            {trans.__('Go to the cell')}
          </button>
        )}
        <CopyButton text={execution.source} name={trans.__('Copy code')} />
      </div>
      <PythonCode source={execution.source} />
      {error && (
        <p className="jp-TrackbookCells-error">
          <b>{error.name}</b>: {error.message}
        </p>
      )}
    </li>
  );
}

function statusText(
  status: RecordedExecution['status'],
  trans: ReturnType<typeof useTranslation>
): string {
  switch (status) {
    case 'ok':
      return '';
    case 'error':
      return trans.__('failed');
    case 'interrupted':
      return trans.__('interrupted');
    case 'aborted':
      return trans.__('not executed');
    case 'died':
      return trans.__('kernel died');
    case 'running':
      return trans.__('running');
  }
}
