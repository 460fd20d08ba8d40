import type { Data } from 'plotly.js';
import type { Run } from '../../client/index.js';
import { formatMetric } from '../common/format.js';
import { isLowerBetter } from '../common/metric-direction.js';
import { columnOf } from '../runs/columns.js';
import { baseLayout, type ChartTheme, type Figure } from './figure.js';
import { ON_DARK, ON_LIGHT } from './run-colours.js';
import { shorten, valueAxis, type ValueAxis } from './value-axis.js';

/** One line a run through all its values, coloured by the last: a metric. */
export function parallelCoordinates(
  runs: readonly Run[],
  columnIds: readonly string[],
  theme: ChartTheme
): Figure {
  const colourId = columnIds.at(-1)!;
  // A run that misses a value would be drawn at the axis' end, which is a lie.
  const complete = runs.filter(run =>
    columnIds.every(id => valueAxis([run], id).values[0] !== null)
  );
  const axes = columnIds.map(id => valueAxis(complete, id));
  const trace = {
    type: 'parcoords',
    labelfont: { color: theme.text, size: 12, shadow: 'none' },
    tickfont: { color: theme.mutedText, size: 11, shadow: halo(theme) },
    rangefont: { color: 'rgba(0,0,0,0)' },
    line: {
      color: numbersOf(axes.at(-1)!),
      colorscale: theme.isDark ? ON_DARK : ON_LIGHT,
      // The best stands out most: bright on dark, dark on light.
      reversescale: isLowerBetter(columnOf(colourId).key) === theme.isDark,
      showscale: true,
      colorbar: {
        thickness: 10,
        outlinewidth: 0,
        tickfont: { color: theme.mutedText },
        title: {
          text: shorten(axes.at(-1)!.label),
          font: { color: theme.text }
        }
      }
    },
    dimensions: axes.map(dimension)
  };
  return {
    data: [trace as unknown as Data],
    layout: {
      ...baseLayout(theme),
      margin: { l: leftMargin(axes[0]), r: 40, t: 60, b: 32 }
    }
  };
}

/** Keeps lines from running through labels; Plotly's own is white in the dark. */
function halo({ background }: ChartTheme): string {
  const corners = ['1px 1px', '1px -1px', '-1px 1px', '-1px -1px'];
  return [...corners, '0 0']
    .map(corner => `${corner} 2px ${background}`)
    .join(', ');
}

function dimension(axis: ValueAxis) {
  const values = numbersOf(axis);
  const label = shorten(axis.label);
  if (axis.kind === 'number') {
    return { label, values, ...numberRange(values), ...numberTicks(values) };
  }
  const places = axis.categories.map((_, index) => index);
  return {
    label,
    values,
    tickvals: places,
    ticktext: axis.categories.map(text => shorten(text)),
    range: [-0.25, Math.max(0, places.length - 1) + 0.25]
  };
}

const PADDING = 0.03;

/** Lines at the very end of an axis would be cut in half. */
function numberRange(values: readonly number[]) {
  const finite = values.filter(Number.isFinite);
  const [least, greatest] = [Math.min(...finite), Math.max(...finite)];
  const room = PADDING * (greatest - least);
  return room > 0 && Number.isFinite(room)
    ? { range: [least - room, greatest + room] }
    : {};
}

const MAX_TICKS = 6;
const MIN_GAP = 0.06;

/** A few distinct numbers are labelled one by one, as categories are. */
function numberTicks(values: readonly number[]) {
  const distinct = [...new Set(values)].sort((a, b) => a - b);
  const span = distinct.at(-1)! - distinct[0];
  const isApart = distinct.every(
    (value, index) =>
      index === 0 || value - distinct[index - 1] >= span * MIN_GAP
  );
  return distinct.length <= MAX_TICKS && isApart
    ? { tickvals: distinct, ticktext: distinct.map(formatMetric) }
    : {};
}

/** Categories stand to the left of their axis, its name above its middle. */
function leftMargin(axis: ValueAxis): number {
  const longest =
    axis.kind === 'category'
      ? Math.max(0, ...axis.categories.map(text => shorten(text).length))
      : 0;
  return Math.max(60, 24 + longest * 6.5, shorten(axis.label).length * 4);
}

function numbersOf(axis: ValueAxis): number[] {
  return axis.kind === 'number'
    ? axis.values.map(value => value ?? NaN)
    : axis.values.map(value => axis.categories.indexOf(value ?? ''));
}
