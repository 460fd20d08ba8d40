import { useState } from 'react';
import { keyUsesOf, type Run } from '../../client/index.js';
import { Delta } from '../common/Delta.js';
import { formatMetric } from '../common/format.js';
import { useTranslation } from '../common/translation.js';
import { useHighlighting } from '../common/use-highlighting.js';
import { mostUsedMetrics } from '../runs/columns.js';

/** More would push the params out of sight. */
const MAX_SHOWN = 20;

type RunMetricsProps = {
  run: Run;
  previous: Run | null;
  /** Absent where the cells of the run are not known. */
  onOpenCells?(): void;
};

/** The metrics, the most telling first, with what changed against the run before. */
export function RunMetrics({ run, previous, onOpenCells }: RunMetricsProps) {
  const trans = useTranslation();
  const [isWhole, setIsWhole] = useState(false);
  const keys = mostUsedMetrics(keyUsesOf([run]), Infinity);
  const shown = isWhole ? keys : keys.slice(0, MAX_SHOWN);
  return (
    <section>
      <h2>{trans.__('Metrics')}</h2>
      {keys.length === 0 ? (
        <p className="jp-TrackbookHint">{trans.__('None logged')}</p>
      ) : (
        <table className="jp-TrackbookTable">
          <tbody>
            {shown.map(key => (
              <MetricRow
                key={key}
                metric={key}
                run={run}
                previous={previous}
                onOpenCells={onOpenCells}
              />
            ))}
          </tbody>
        </table>
      )}
      {shown.length < keys.length && (
        <button className="jp-TrackbookButton" onClick={() => setIsWhole(true)}>
          {trans.__('Show all %1 metrics', keys.length)}
        </button>
      )}
    </section>
  );
}

function MetricRow(props: RunMetricsProps & { metric: string }) {
  const { metric, run, previous, onOpenCells } = props;
  const trans = useTranslation();
  const highlighting = useHighlighting(run.runId, metric);
  const value = run.metrics[metric];
  return (
    <tr {...highlighting}>
      <th scope="row">
        {onOpenCells ? (
          <button
            className="jp-TrackbookLink"
            title={trans.__('Show the cells behind it')}
            onClick={onOpenCells}
          >
            {metric}
          </button>
        ) : (
          metric
        )}
      </th>
      <td className="jp-mod-numeric" title={String(value)}>
        {formatMetric(value)}
      </td>
      <td className="jp-mod-numeric jp-mod-delta">
        <Delta
          metric={metric}
          value={value}
          baseline={previous?.metrics[metric]}
        />
      </td>
    </tr>
  );
}
