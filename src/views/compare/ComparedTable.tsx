import type { MetricSummary, Run, RunComparison } from '../../client/index.js';
import { runColour } from '../charts/run-colours.js';
import { Delta } from '../common/Delta.js';
import { formatMetric } from '../common/format.js';
import { Icon } from '../common/icons.js';
import { RunStatusLabel } from '../common/RunStatusLabel.js';
import { useTranslation } from '../common/translation.js';
import { useNow } from '../common/use-now.js';
import { durationText } from '../runs/CellContent.js';
import { comparisonRows, type ComparisonRow } from './comparison-rows.js';

type ComparedTableProps = {
  comparison: RunComparison;
  baselineId: string;
  onlyDifferences: boolean;
  onOnlyDifferences(onlyDifferences: boolean): void;
};

export function ComparedTable({
  comparison,
  baselineId,
  onlyDifferences,
  onOnlyDifferences
}: ComparedTableProps) {
  const trans = useTranslation();
  const now = useNow();
  const { runs, summaries } = comparison;
  const sections = [
    { title: trans.__('Metrics'), rows: comparisonRows(runs, 'metrics') },
    { title: trans.__('Params'), rows: comparisonRows(runs, 'params') },
    { title: trans.__('Tags'), rows: comparisonRows(runs, 'tags') }
  ];
  const sameCount = sections
    .flatMap(({ rows }) => rows)
    .filter(({ isDifferent }) => !isDifferent).length;

  return (
    <div className="jp-TrackbookComparedTable">
      <label className="jp-TrackbookComparedTable-toggle">
        <input
          type="checkbox"
          checked={onlyDifferences}
          onChange={event => onOnlyDifferences(event.target.checked)}
        />
        {trans.__('Only what differs')}
        <span className="jp-TrackbookHint">
          {trans._n(
            '%1 value is the same',
            '%1 values are the same',
            sameCount
          )}
        </span>
      </label>
      <table>
        <thead>
          <tr>
            <td />
            {runs.map((run, index) => (
              <th key={run.runId} scope="col">
                <span
                  className="jp-TrackbookSwatch"
                  style={{ background: runColour(index) }}
                />{' '}
                {run.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{trans.__('Status')}</th>
            {runs.map(run => (
              <td key={run.runId}>
                <RunStatusLabel status={run.status} />
              </td>
            ))}
          </tr>
          <tr>
            <th scope="row">{trans.__('Duration')}</th>
            {runs.map(run => (
              <td key={run.runId}>{durationText(run, now)}</td>
            ))}
          </tr>
        </tbody>
        {sections.map(({ title, rows }) => {
          const shown = rows.filter(row => row.isDifferent || !onlyDifferences);
          return shown.length === 0 ? null : (
            <tbody key={title}>
              <tr className="jp-TrackbookComparedTable-section">
                <th scope="rowgroup" colSpan={runs.length + 1}>
                  {title}
                </th>
              </tr>
              {shown.map(row => (
                <Row
                  key={row.key}
                  row={row}
                  runs={runs}
                  baselineId={baselineId}
                  summaries={summaries}
                />
              ))}
            </tbody>
          );
        })}
      </table>
    </div>
  );
}

type RowProps = {
  row: ComparisonRow;
  runs: readonly Run[];
  baselineId: string;
  summaries: readonly MetricSummary[];
};

function Row({ row, runs, baselineId, summaries }: RowProps) {
  const baseline = runs.findIndex(({ runId }) => runId === baselineId);
  return (
    <tr className={row.isDifferent ? undefined : 'jp-mod-same'}>
      <th scope="row">{row.key}</th>
      {runs.map((run, index) =>
        row.kind === 'metrics' ? (
          <MetricCell
            key={run.runId}
            metric={row.key}
            value={row.values[index]}
            baseline={index === baseline ? undefined : row.values[baseline]}
            isBest={row.best === index}
            summary={summaries.find(
              ({ runId, key }) => runId === run.runId && key === row.key
            )}
          />
        ) : (
          <td
            key={run.runId}
            className={
              row.values[index] === row.values[baseline]
                ? ''
                : 'jp-mod-different'
            }
            title={row.values[index]}
          >
            {row.values[index] ?? <Absent />}
          </td>
        )
      )}
    </tr>
  );
}

type MetricCellProps = {
  metric: string;
  value: number | undefined;
  baseline: number | undefined;
  isBest: boolean;
  summary: MetricSummary | undefined;
};

function MetricCell({
  metric,
  value,
  baseline,
  isBest,
  summary
}: MetricCellProps) {
  const trans = useTranslation();
  if (value === undefined) {
    return (
      <td>
        <Absent />
      </td>
    );
  }
  const title =
    summary && summary.count > 1
      ? trans.__(
          '%1 — lowest %2, highest %3 of %4 points',
          value,
          summary.min,
          summary.max,
          summary.count
        )
      : String(value);
  return (
    <td className={isBest ? 'jp-mod-best' : ''} title={title}>
      <span className="jp-TrackbookComparedTable-value">
        {formatMetric(value)}
        {isBest && (
          <span className="jp-TrackbookBest">
            <Icon name="star" size={12} />
            <span className="jp-TrackbookHidden">{trans.__('Best')}</span>
          </span>
        )}
      </span>{' '}
      <Delta metric={metric} value={value} baseline={baseline} />
    </td>
  );
}

function Absent() {
  const trans = useTranslation();
  return <span className="jp-TrackbookHint">{trans.__('none')}</span>;
}
