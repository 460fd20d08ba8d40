import type { Run } from '../../client/index.js';
import {
  baseAxis,
  baseLayout,
  type ChartTheme,
  type Figure
} from './figure.js';
import { escapeMarkup } from './metric-curves.js';
import { runColour } from './run-colours.js';
import { shorten, valueAxis } from './value-axis.js';

export type ScatterAxes = { x: string; y: string };

/** The select beside the chart tells the whole name. */
const MAX_TITLE = 40;

/** One dot a run: how a value goes with another. */
export function scatter(
  runs: readonly Run[],
  { x, y }: ScatterAxes,
  theme: ChartTheme
): Figure {
  const across = valueAxis(runs, x);
  const up = valueAxis(runs, y);
  return {
    data: [
      {
        type: 'scatter',
        mode: 'markers',
        x: across.values,
        y: up.values,
        text: runs.map(run => escapeMarkup(run.name)),
        customdata: runs.map(run => run.runId),
        hovertemplate: `<b>%{text}</b><br>${escapeMarkup(across.label)} %{x}<br>${escapeMarkup(up.label)} %{y}<extra></extra>`,
        marker: {
          size: 11,
          color: runs.map((_, index) => runColour(index)),
          line: { color: theme.background, width: 1.5 }
        }
      }
    ],
    layout: {
      ...baseLayout(theme),
      hovermode: 'closest',
      xaxis: {
        ...baseAxis(theme, shorten(across.label, MAX_TITLE)),
        type: across.kind === 'category' ? 'category' : 'linear',
        zeroline: false
      },
      yaxis: {
        ...baseAxis(theme, shorten(up.label, MAX_TITLE)),
        type: up.kind === 'category' ? 'category' : 'linear',
        zeroline: false
      }
    }
  };
}
