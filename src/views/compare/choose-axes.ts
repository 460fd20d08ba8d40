import { keyUsesOf, type Run } from '../../client/index.js';
import type { ScatterAxes } from '../charts/scatter.js';
import { valueAxis } from '../charts/value-axis.js';
import { differingParams, mostUsedMetrics } from '../runs/columns.js';

const MAX_DIMENSIONS = 7;

/** Every value that a chart of these runs could have on an axis. */
export function possibleAxes(runs: readonly Run[]): string[] {
  const uses = keyUsesOf(runs);
  return [
    ...mostUsedMetrics(uses, Infinity).map(key => `metrics.${key}`),
    ...differingParams(uses, Infinity).map(key => `params.${key}`)
  ];
}

/** The param that varies most against the metric that counts most. */
export function chooseScatterAxes(runs: readonly Run[]): ScatterAxes | null {
  const uses = keyUsesOf(runs);
  const [metric, otherMetric] = mostUsedMetrics(uses, 2);
  if (!metric) {
    return null;
  }
  const params = differingParams(uses, Infinity)
    .map(key => `params.${key}`)
    .sort((a, b) => variety(runs, b) - variety(runs, a));
  const x = params[0] ?? (otherMetric ? `metrics.${otherMetric}` : null);
  return x ? { x, y: `metrics.${metric}` } : null;
}

/** The params that differ, and the metric that counts as the last. */
export function chooseDimensions(runs: readonly Run[]): string[] {
  const uses = keyUsesOf(runs);
  const [metric] = mostUsedMetrics(uses, 1);
  if (!metric) {
    return [];
  }
  const params = differingParams(uses, MAX_DIMENSIONS - 1)
    // A param that some runs lack would leave those runs out of the chart.
    .filter(key => runs.every(run => run.params[key] !== undefined))
    .map(key => `params.${key}`);
  const others = mostUsedMetrics(uses, 3)
    .slice(1)
    .filter(key => runs.every(run => run.metrics[key] !== undefined))
    .map(key => `metrics.${key}`);
  return [...(params.length > 0 ? params : others), `metrics.${metric}`];
}

/** Numbers spread over an axis; many categories only crowd it. */
function variety(runs: readonly Run[], columnId: string): number {
  const axis = valueAxis(runs, columnId);
  const count = new Set<unknown>(axis.values).size;
  return axis.kind === 'number' ? count : count / 10;
}
