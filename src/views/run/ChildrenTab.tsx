import { keyUsesOf, type Run } from '../../client/index.js';
import { formatMetric } from '../common/format.js';
import { indexOfBest } from '../common/metric-direction.js';
import { useNavigation } from '../common/navigation.js';
import { RunStatusLabel } from '../common/RunStatusLabel.js';
import { useTranslation } from '../common/translation.js';
import { useNow } from '../common/use-now.js';
import { durationText } from '../runs/CellContent.js';
import { differingParams, mostUsedMetrics } from '../runs/columns.js';

/** The runs that this one started, such as the trials of a search. */
export function ChildrenTab({ runs }: { runs: readonly Run[] }) {
  const trans = useTranslation();
  const navigation = useNavigation();
  const now = useNow();
  const uses = keyUsesOf(runs);
  const metrics = mostUsedMetrics(uses);
  const params = differingParams(uses);
  const best = new Map(
    metrics.map(key => [
      key,
      indexOfBest(
        key,
        runs.map(run => run.metrics[key])
      )
    ])
  );
  return (
    <div className="jp-TrackbookRunView-children">
      <button
        className="jp-TrackbookButton"
        disabled={runs.length < 2}
        onClick={() => navigation.onOpenCompare(runs.map(run => run.runId))}
      >
        {trans.__('Compare all')}
      </button>
      <table className="jp-TrackbookTable jp-mod-wide">
        <thead>
          <tr>
            <th scope="col">{trans.__('Run')}</th>
            <th scope="col" className="jp-mod-numeric">
              {trans.__('Duration')}
            </th>
            {metrics.map(key => (
              <th key={key} scope="col" className="jp-mod-numeric">
                {key}
              </th>
            ))}
            {params.map(key => (
              <th key={key} scope="col">
                {key}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {runs.map((run, index) => (
            <tr key={run.runId}>
              <th scope="row">
                <RunStatusLabel status={run.status} isIconOnly />{' '}
                <button
                  className="jp-TrackbookLink"
                  onClick={() => navigation.onOpenRun(run.runId)}
                >
                  {run.name}
                </button>
              </th>
              <td className="jp-mod-numeric">{durationText(run, now)}</td>
              {metrics.map(key => (
                <td
                  key={key}
                  className={`jp-mod-numeric ${best.get(key) === index ? 'jp-mod-best' : ''}`}
                >
                  {run.metrics[key] === undefined
                    ? ''
                    : formatMetric(run.metrics[key])}
                </td>
              ))}
              {params.map(key => (
                <td key={key}>{run.params[key]}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
