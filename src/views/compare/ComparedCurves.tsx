import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import {
  keyUsesOf,
  type MetricSeries,
  type Run,
  type RunComparison
} from '../../client/index.js';
import { CurveControls } from '../charts/CurveControls.js';
import { MetricChart } from '../charts/MetricChart.js';
import type { Curve, CurveOptions } from '../charts/metric-curves.js';
import { runColour, runDash } from '../charts/run-colours.js';
import { EmptyState, ErrorState, Loading } from '../common/messages.js';
import { queryKeys } from '../common/query-keys.js';
import { useClient } from '../common/QueryProvider.js';
import { useTranslation } from '../common/translation.js';
import { mostUsedMetrics } from '../runs/columns.js';

const MAX_POINTS = 500;
const HEIGHT = 440;

/** The courses of one metric in all runs. */
export function ComparedCurves({ runs, summaries }: RunComparison) {
  const trans = useTranslation();
  const client = useClient();
  const [chosen, setChosen] = useState<string | null>(null);
  const [options, setOptions] = useState<CurveOptions>({
    axis: 'step',
    smoothing: 0,
    isLog: false
  });
  const metrics = mostUsedMetrics(keyUsesOf(runs), Infinity);
  const curve = metrics.find(metric =>
    summaries.some(({ key, count }) => key === metric && count > 1)
  );
  const metric = chosen ?? curve ?? metrics[0];
  const runIds = runs.map(run => run.runId);
  const { data, error, refetch } = useQuery({
    queryKey: queryKeys.metrics(runIds, [metric]),
    queryFn: ({ signal }) =>
      client.metrics.sampled(
        { runIds, keys: [metric], maxPoints: MAX_POINTS },
        signal
      ),
    enabled: metric !== undefined,
    placeholderData: keepPreviousData
  });
  const curves = useMemo(() => toCurves(runs, data ?? []), [runs, data]);

  if (metric === undefined) {
    return (
      <EmptyState icon="flask" title={trans.__('These runs have no metrics')} />
    );
  }
  if (error && !data) {
    return <ErrorState error={error} onRetry={() => void refetch()} />;
  }
  if (!data) {
    return <Loading />;
  }
  return (
    <div className="jp-TrackbookComparePlot">
      <div className="jp-TrackbookComparePlot-tools">
        <select
          className="jp-TrackbookSelect"
          aria-label={trans.__('Metric')}
          value={metric}
          onChange={event => setChosen(event.target.value)}
        >
          {metrics.map(key => (
            <option key={key}>{key}</option>
          ))}
        </select>
        <CurveControls options={options} onChange={setOptions} />
      </div>
      <MetricChart
        metric={metric}
        curves={curves}
        options={options}
        height={HEIGHT}
      />
    </div>
  );
}

function toCurves(
  runs: readonly Run[],
  series: readonly MetricSeries[]
): Curve[] {
  return runs.flatMap((run, index) => {
    const own = series.find(({ runId }) => runId === run.runId);
    return own
      ? [
          {
            name: run.name,
            colour: runColour(index),
            dash: runDash(index),
            series: own
          }
        ]
      : [];
  });
}
