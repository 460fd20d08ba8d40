import type { Data } from 'plotly.js';
import type { MetricPoint, MetricSeries } from '../../client/index.js';
import { smooth } from './smooth.js';
import {
  baseAxis,
  baseLayout,
  type ChartTheme,
  type Figure
} from './figure.js';

export type CurveAxis = 'step' | 'time' | 'relative';

export type CurveOptions = {
  axis: CurveAxis;
  /** 0 for the points as they are, towards 1 for ever smoother. */
  smoothing: number;
  isLog: boolean;
};

export type Curve = {
  name: string;
  colour: string;
  dash?: 'solid' | 'dash' | 'dot' | 'dashdot';
  series: MetricSeries;
};

/** The course of one metric in some runs; smoothed curves keep their points behind them. */
export function metricCurves(
  curves: readonly Curve[],
  { axis, smoothing, isLog }: CurveOptions,
  theme: ChartTheme
): Figure {
  const titles = { step: 'step', time: '', relative: 'seconds' };
  return {
    data: curves.flatMap(curve => curveTraces(curve, axis, smoothing)),
    layout: {
      ...baseLayout(theme),
      hovermode: curves.length > 1 ? 'closest' : 'x',
      xaxis: {
        ...baseAxis(theme, titles[axis]),
        type: axis === 'time' ? 'date' : 'linear',
        zeroline: false
      },
      yaxis: {
        ...baseAxis(theme, ''),
        type: isLog ? 'log' : 'linear',
        zeroline: false
      }
    }
  };
}

function curveTraces(curve: Curve, axis: CurveAxis, smoothing: number): Data[] {
  const { points } = curve.series;
  const x = positions(points, axis);
  const values = points.map(({ value }) => value);
  const main = trace(curve, x, smooth(values, smoothing), 1);
  return smoothing > 0
    ? [{ ...trace(curve, x, values, 0.25), hoverinfo: 'skip' }, main]
    : [main];
}

function trace(
  { name, colour, dash, series }: Curve,
  x: (number | Date)[],
  y: number[],
  opacity: number
): Data {
  const isShort = series.points.length < 20;
  return {
    type: 'scatter',
    mode: isShort ? 'lines+markers' : 'lines',
    name,
    x,
    y,
    opacity,
    line: { color: colour, width: 2, dash: dash ?? 'solid' },
    marker: { color: colour, size: series.points.length === 1 ? 9 : 6 },
    hovertemplate: `<b>%{y:.6~g}</b> at %{x}<br>${escapeMarkup(name)}<extra></extra>`
  };
}

function positions(
  points: readonly MetricPoint[],
  axis: CurveAxis
): (number | Date)[] {
  switch (axis) {
    case 'step':
      return points.map(({ step }) => step);
    case 'time':
      return points.map(({ timestamp }) => new Date(timestamp));
    case 'relative': {
      const start = points[0]?.timestamp ?? 0;
      return points.map(({ timestamp }) => (timestamp - start) / 1000);
    }
  }
}

/** Plotly reads names as markup. */
export function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
