import { useState } from 'react';
import { keyUsesOf, type Run } from '../../client/index.js';
import { Delta } from '../common/Delta.js';
import { formatMetric } from '../common/format.js';
import { useTranslation } from '../common/translation.js';
import { mostUsedMetrics } from '../runs/columns.js';

/** More would push the params out of sight. */
const MAX_SHOWN = 20;

type RunMetricsProps = { run: Run; previous: Run | null };

/** The metrics, the most telling first, with what changed against the run before. */
export function RunMetrics({ run, previous }: RunMetricsProps) {
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
              <tr key={key}>
                <th scope="row">{key}</th>
                <td className="jp-mod-numeric" title={String(run.metrics[key])}>
                  {formatMetric(run.metrics[key])}
                </td>
                <td className="jp-mod-numeric">
                  <Delta
                    metric={key}
                    value={run.metrics[key]}
                    baseline={previous?.metrics[key]}
                  />
                </td>
              </tr>
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
