import type { Run } from '../../client/index.js';
import { formatAgo, formatMetric } from '../common/format.js';
import { useNavigation } from '../common/navigation.js';
import { RunStatusLabel } from '../common/RunStatusLabel.js';
import { useTranslation, type Translation } from '../common/translation.js';
import { VerdictMark } from '../common/VerdictMark.js';
import { useHighlighting } from '../common/use-highlighting.js';
import { useNow } from '../common/use-now.js';
import { Duration } from './Duration.js';
import { Sparkline } from './Sparkline.js';

type RunRowProps = {
  run: Run;
  /** The metric shown, or null when the runs have none. */
  metric: string | null;
  isBest: boolean;
  sparkline: readonly number[] | undefined;
  isChosen: boolean;
  onChoose(isChosen: boolean): void;
};

/** One run: how it stands, what it scored, when, and where it came from. */
export function RunRow(props: RunRowProps) {
  const { run, metric, isBest, sparkline, isChosen, onChoose } = props;
  const trans = useTranslation();
  const { onOpenRun } = useNavigation();
  const highlighting = useHighlighting(run.runId, metric ?? undefined);
  const value = metric === null ? undefined : run.metrics[metric];
  return (
    <li
      className={`jp-TrackbookRunRow ${run.parentRunId ? 'jp-mod-child' : ''}`}
      data-run-id={run.runId}
      data-status={run.status}
    >
      <input
        type="checkbox"
        className="jp-TrackbookRunRow-choose"
        aria-label={trans.__('Choose %1', run.name)}
        checked={isChosen}
        onChange={event => onChoose(event.target.checked)}
      />
      <button
        className="jp-TrackbookRunRow-open"
        {...highlighting}
        onClick={() => onOpenRun(run.runId)}
      >
        <span className="jp-TrackbookRunRow-line">
          <RunStatusLabel status={run.status} isIconOnly />
          <span className="jp-TrackbookRunRow-name" title={run.name}>
            {run.name}
          </span>
          {sparkline && <Sparkline values={sparkline} />}
          {value !== undefined && (
            <span
              className={`jp-TrackbookRunRow-value ${isBest ? 'jp-mod-best' : ''}`}
              title={`${metric} = ${value}${isBest ? ` (${trans.__('best')})` : ''}`}
            >
              {isBest && <span aria-label={trans.__('best')}>★</span>}
              {formatMetric(value)}
            </span>
          )}
        </span>
      </button>
      <RunDetails run={run} />
    </li>
  );
}

function RunDetails({ run }: { run: Run }) {
  const trans = useTranslation();
  const { onOpenCell } = useNavigation();
  const { startedAt, endedAt, status, tags } = run;
  const isRunning = status === 'RUNNING';
  const now = useNow();
  const notebook = tags['trackbook.notebook'];
  const cellId = tags['trackbook.cell_id'];
  return (
    <span className="jp-TrackbookRunRow-details">
      {cellId && notebook && onOpenCell ? (
        <button
          className="jp-TrackbookPanel-link"
          title={trans.__('Show the cell in %1', notebook)}
          onClick={() => onOpenCell(notebook, cellId)}
        >
          {originOf(run, trans)}
        </button>
      ) : (
        <span>{originOf(run, trans)}</span>
      )}
      {startedAt !== null && (
        <span className="jp-TrackbookRunRow-duration">
          <Duration
            since={startedAt}
            until={isRunning ? null : (endedAt ?? startedAt)}
          />
        </span>
      )}
      {startedAt !== null && !isRunning && (
        <time
          dateTime={new Date(startedAt).toISOString()}
          title={new Date(startedAt).toLocaleString()}
        >
          {formatAgo(startedAt, now, trans)}
        </time>
      )}
      <VerdictMark run={run} />
    </span>
  );
}

function originOf({ tags }: Run, trans: Translation): string {
  const count = tags['trackbook.execution_count'];
  switch (tags['trackbook.kind']) {
    case 'cell':
      return count ? trans.__('Cell [%1]', count) : trans.__('Cell');
    case 'recording':
      return trans.__('Recording');
    case 'notebook':
      return trans.__('Whole notebook');
    case 'code':
      return count ? trans.__('Code in [%1]', count) : trans.__('Code');
    default:
      return tags['mlflow.source.name']?.split('/').pop() ?? trans.__('Code');
  }
}
