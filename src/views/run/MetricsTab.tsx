import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { keyUsesOf, type MetricSeries, type Run } from '../../client/index.js';
import { CurveControls } from '../charts/CurveControls.js';
import { MetricChart } from '../charts/MetricChart.js';
import type { CurveOptions } from '../charts/metric-curves.js';
import { runColour } from '../charts/run-colours.js';
import { formatMetric } from '../common/format.js';
import { ErrorState, Loading } from '../common/messages.js';
import { queryKeys } from '../common/query-keys.js';
import { useClient } from '../common/QueryProvider.js';
import { useTranslation } from '../common/translation.js';
import { useHighlighting } from '../common/use-highlighting.js';
import { mostUsedMetrics } from '../runs/columns.js';

const MAX_POINTS = 1_000;
const MAX_CHARTS = 24;

/** The courses of the run's metrics; they grow while it trains. */
export function MetricsTab({ run }: { run: Run }) {
  const trans = useTranslation();
  const client = useClient();
  const [options, setOptions] = useState<CurveOptions>({
    axis: 'step',
    smoothing: 0,
    isLog: false
  });
  const [search, setSearch] = useState('');
  const keys = mostUsedMetrics(keyUsesOf([run]), Infinity);
  const found = keys
    .filter(key => key.toLowerCase().includes(search.toLowerCase()))
    .slice(0, MAX_CHARTS);
  const { data, error, refetch } = useQuery({
    queryKey: queryKeys.metrics([run.runId], found),
    queryFn: ({ signal }) =>
      client.metrics.sampled(
        { runIds: [run.runId], keys: found, maxPoints: MAX_POINTS },
        signal
      ),
    placeholderData: previous => previous
  });

  if (error && !data) {
    return <ErrorState error={error} onRetry={() => void refetch()} />;
  }
  if (!data) {
    return <Loading />;
  }
  const shown = data.filter(({ key }) => found.includes(key));
  const curves = shown.filter(({ totalCount }) => totalCount > 1);
  const single = shown.filter(({ totalCount }) => totalCount === 1);
  return (
    <div className="jp-TrackbookRunView-metrics">
      <div className="jp-TrackbookRunView-chartTools">
        <CurveControls options={options} onChange={setOptions} />
        {keys.length > 6 && (
          <input
            className="jp-TrackbookInput"
            type="search"
            aria-label={trans.__('Find a metric')}
            placeholder={trans.__('Find a metric')}
            value={search}
            onChange={event => setSearch(event.target.value)}
          />
        )}
      </div>
      <div className="jp-TrackbookChartGrid">
        {curves.map((series, index) => (
          <RunCurve
            key={series.key}
            run={run}
            series={series}
            colour={runColour(index)}
            options={options}
          />
        ))}
      </div>
      {single.length > 0 && (
        <section>
          <h2>{trans.__('Logged once')}</h2>
          <table className="jp-TrackbookTable">
            <tbody>
              {single.map(series => (
                <SingleValue key={series.key} series={series} />
              ))}
            </tbody>
          </table>
        </section>
      )}
      {keys.length > found.length && !search && (
        <p className="jp-TrackbookHint">
          {trans.__(
            'The first %1 of %2 metrics; search for the others.',
            found.length,
            keys.length
          )}
        </p>
      )}
    </div>
  );
}

type RunCurveProps = {
  run: Run;
  series: MetricSeries;
  colour: string;
  options: CurveOptions;
};

function RunCurve({ run, series, colour, options }: RunCurveProps) {
  const curves = useMemo(
    () => [{ name: run.name, colour, series }],
    [run.name, colour, series]
  );
  const highlighting = useHighlighting(run.runId, series.key);
  return (
    <div {...highlighting}>
      <MetricChart metric={series.key} curves={curves} options={options} />
    </div>
  );
}

function SingleValue({ series }: { series: MetricSeries }) {
  const { runId, key, last } = series;
  return (
    <tr {...useHighlighting(runId, key)}>
      <th scope="row">{key}</th>
      <td className="jp-mod-numeric">{formatMetric(last)}</td>
    </tr>
  );
}
