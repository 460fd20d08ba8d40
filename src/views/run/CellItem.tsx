import type { Cause, RecordedExecution } from '../../analysis/index.js';
import { causeInWords } from '../../analysis/words.js';
import { CopyButton } from '../common/CopyButton.js';
import { formatDuration } from '../common/format.js';
import { useNavigation } from '../common/navigation.js';
import { Code } from '../common/Code.js';
import { useTranslation } from '../common/translation.js';

/** More reasons than these say nothing new. */
const MAX_CAUSES = 3;

type CellItemProps = {
  execution: RecordedExecution;
  language: string;
  isOfRun: boolean;
  /** Whether the run does not depend on it. */
  isAside: boolean;
  /** Why the run depends on it. */
  causes: readonly Cause[];
  labelAt(place: number): string;
};

/** One execution: what ran, how it went, and what the run has of it. */
export function CellItem(props: CellItemProps) {
  const { execution, language, isOfRun, isAside, causes, labelAt } = props;
  const trans = useTranslation();
  const { onOpenCell } = useNavigation();
  const { executionCount, notebook, cellId, durationMs, status, error } =
    execution;
  const className = [
    'jp-TrackbookCells-item',
    isOfRun && 'jp-mod-ofRun',
    isAside && 'jp-mod-aside',
    `jp-mod-${status}`
  ]
    .filter(Boolean)
    .join(' ');
  return (
    <li className={className}>
      <div className="jp-TrackbookCells-head">
        <span className="jp-TrackbookExecution">[{executionCount ?? ' '}]</span>
        {isOfRun && (
          <span className="jp-TrackbookChip jp-mod-accent">
            {trans.__('this run')}
          </span>
        )}
        <span>{statusText(status, trans)}</span>
        {durationMs !== null && <span>{formatDuration(durationMs)}</span>}
        {onOpenCell && notebook && cellId && (
          <button
            className="jp-TrackbookLink"
            onClick={() => onOpenCell(notebook, cellId)}
          >
            {trans.__('Go to the cell')}
          </button>
        )}
        <CopyButton text={execution.source} name={trans.__('Copy code')} />
      </div>
      {causes.length > 0 && (
        <p className="jp-TrackbookCells-cause">
          {causes
            .slice(0, MAX_CAUSES)
            .map(cause => causeInWords(cause, labelAt))
            .join('; ')}
          {causes.length > MAX_CAUSES &&
            ` ${trans.__('and %1 more', causes.length - MAX_CAUSES)}`}
        </p>
      )}
      <Code source={execution.source} language={language} />
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
    case 'unseen':
      return trans.__('its end was not seen');
  }
}
