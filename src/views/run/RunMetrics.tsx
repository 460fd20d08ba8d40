import type { Run } from '../../client/index.js';
import { Delta } from '../common/Delta.js';
import { formatMetric } from '../common/format.js';
import { useTranslation } from '../common/translation.js';

type RunMetricsProps = { run: Run; previous: Run | null };

export function RunMetrics({ run, previous }: RunMetricsProps) {
  const trans = useTranslation();
  const keys = Object.keys(run.metrics).sort();
  return (
    <section>
      <h2>{trans.__('Metrics')}</h2>
      {keys.length === 0 ? (
        <p className="jp-TrackbookHint">{trans.__('None logged')}</p>
      ) : (
        <table className="jp-TrackbookTable">
          <tbody>
            {keys.map(key => (
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
    </section>
  );
}
