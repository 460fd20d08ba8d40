import { formatAgo, formatDateTime, formatMetric } from '../common/format.js';
import { useRun } from '../common/queries.js';
import { RunStatusLabel } from '../common/RunStatusLabel.js';
import { useTranslation } from '../common/translation.js';
import { useNow } from '../common/use-now.js';
import { Duration } from '../panel/Duration.js';
import { tellingMetrics, type CellMark } from './cell-marks.js';

type RunSummaryProps = { mark: CellMark; keyMetrics: readonly string[] };

/** What the mark of a run has no room for. */
export function RunSummary({ mark, keyMetrics }: RunSummaryProps) {
  const trans = useTranslation();
  const now = useNow();
  const { data: run = mark.run } = useRun(mark.run.runId);
  const { startedAt, endedAt } = run;
  return (
    <>
      <div className="jp-TrackbookMarkTooltip-name">{run.name}</div>
      <div className="jp-TrackbookMarkTooltip-facts">
        <RunStatusLabel status={run.status} />
        {startedAt !== null && (
          <>
            <span>
              <Duration
                since={startedAt}
                until={run.status === 'RUNNING' ? null : (endedAt ?? startedAt)}
              />
            </span>
            <time
              dateTime={new Date(startedAt).toISOString()}
              title={formatDateTime(startedAt)}
            >
              {formatAgo(startedAt, now, trans)}
            </time>
          </>
        )}
      </div>
      <dl>
        {tellingMetrics(run, keyMetrics).map(([key, value]) => (
          <div key={key}>
            <dt>{key}</dt>
            <dd>{formatMetric(value)}</dd>
          </div>
        ))}
      </dl>
      {mark.order !== null && (
        <div>{trans.__('Execution %1 of its session', mark.order)}</div>
      )}
      {mark.olderCount > 0 && (
        <div>
          {trans._n(
            'The cell has %1 older run',
            'The cell has %1 older runs',
            mark.olderCount
          )}
        </div>
      )}
    </>
  );
}
