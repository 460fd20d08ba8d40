import { useCallback } from 'react';
import { formatCount, formatMetric } from '../common/format.js';
import { useTranslation } from '../common/translation.js';
import {
  metricCurves,
  type Curve,
  type CurveOptions
} from './metric-curves.js';
import type { ChartTheme } from './figure.js';
import { PlotlyChart } from './PlotlyChart.js';

type MetricChartProps = {
  metric: string;
  curves: readonly Curve[];
  options: CurveOptions;
  height?: number;
};

/** The course of a metric, with what all its points say. */
export function MetricChart({
  metric,
  curves,
  options,
  height = 260
}: MetricChartProps) {
  const trans = useTranslation();
  const figure = useCallback(
    (theme: ChartTheme) => metricCurves(curves, options, theme),
    [curves, options]
  );
  const single = curves.length === 1 ? curves[0].series : null;
  const sampled = curves.filter(({ series }) => series.isSampled);
  return (
    <figure className="jp-TrackbookMetricChart">
      <figcaption>
        <strong>{metric}</strong>
        {single && (
          <span className="jp-TrackbookMetricChart-facts">
            {trans.__('last %1', formatMetric(single.last))}
            {single.totalCount > 1 && (
              <>
                {' · '}
                {trans.__('min %1', formatMetric(single.min))}
                {' · '}
                {trans.__('max %1', formatMetric(single.max))}
              </>
            )}
          </span>
        )}
      </figcaption>
      <PlotlyChart
        label={trans.__('Curve of %1', metric)}
        height={height}
        figure={figure}
      />
      {sampled.length > 0 && (
        <p className="jp-TrackbookHint">
          {trans.__(
            'Sampled: %1 of %2 points are drawn, extremes included.',
            formatCount(sum(sampled, ({ series }) => series.points.length)),
            formatCount(sum(sampled, ({ series }) => series.totalCount))
          )}
        </p>
      )}
    </figure>
  );
}

function sum<T>(items: readonly T[], count: (item: T) => number): number {
  return items.reduce((total, item) => total + count(item), 0);
}
