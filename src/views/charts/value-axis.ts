import type { Run } from '../../client/index.js';
import { columnOf } from '../runs/columns.js';

/** The values of a metric or param over some runs, as a chart can place them. */
export type ValueAxis =
  | { kind: 'number'; label: string; values: (number | null)[] }
  | {
      kind: 'category';
      label: string;
      categories: string[];
      values: (string | null)[];
    };

const MAX_LABEL = 22;

/** What has room at an axis. */
export function shorten(text: string, length = MAX_LABEL): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

/** Numbers where all values are numbers, else categories in a natural order. */
export function valueAxis(runs: readonly Run[], columnId: string): ValueAxis {
  const { kind, key } = columnOf(columnId);
  if (kind === 'metrics') {
    const values = runs.map(run => finite(run.metrics[key]));
    return { kind: 'number', label: key, values };
  }
  const texts = runs.map(run => run.params[key] ?? null);
  if (texts.every(text => text === null || isNumber(text))) {
    const values = texts.map(text => (text === null ? null : Number(text)));
    return { kind: 'number', label: key, values };
  }
  const categories = [...new Set(texts.filter(text => text !== null))].sort(
    (a, b) => a.localeCompare(b, undefined, { numeric: true })
  );
  return { kind: 'category', label: key, categories, values: texts };
}

function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}

function isNumber(text: string): boolean {
  return text.trim() !== '' && Number.isFinite(Number(text));
}
