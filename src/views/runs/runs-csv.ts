import type { Run } from '../../client/index.js';
import { cellOf } from '../common/cell-reference.js';
import { NAME_COLUMN, type Column } from './columns.js';

const RUN_ID_COLUMN = 'attributes.run_id';

/**
 * Runs as CSV (RFC 4180): id, name and the given columns; values are exact,
 * times in ISO 8601, durations in milliseconds.
 */
export function runsCsv(
  runs: readonly Run[],
  columns: readonly Column[]
): string {
  const shown = columns.filter(
    ({ id }) => id !== RUN_ID_COLUMN && id !== NAME_COLUMN
  );
  const header = ['run_id', 'run_name', ...shown.map(headerOf)];
  const lines = runs.map(run => [
    run.runId,
    run.name,
    ...shown.map(column => valueOf(run, column))
  ]);
  return [header, ...lines]
    .map(line => `${line.map(field).join(',')}\r\n`)
    .join('');
}

function headerOf({ id, kind, key }: Column): string {
  return kind === 'attributes' ? key : id;
}

function valueOf(run: Run, { kind, key }: Column): string | number | null {
  switch (kind) {
    case 'metrics':
      return run.metrics[key] ?? null;
    case 'params':
    case 'tags':
      return run[kind][key] ?? null;
    case 'attributes':
      return attributeOf(run, key);
  }
}

function attributeOf(run: Run, key: string): string | number | null {
  const { startedAt, endedAt } = run;
  switch (key) {
    case 'status':
      return run.status;
    case 'start_time':
      return startedAt === null ? null : new Date(startedAt).toISOString();
    case 'duration':
      return startedAt === null || endedAt === null
        ? null
        : endedAt - startedAt;
    case 'cell': {
      const cell = cellOf(run);
      return cell && `${cell.notebook}[${cell.executionCount ?? ''}]`;
    }
    case 'user':
      return run.user;
    default:
      return null;
  }
}

const FORMULA = /^[=+\-@\t\r]/;

function field(value: string | number | null): string {
  if (value === null || typeof value === 'number') {
    return String(value ?? '');
  }
  // Spreadsheets would run what begins like a formula; a number is none.
  const isFormula = FORMULA.test(value) && Number.isNaN(Number(value));
  const text = isFormula ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
