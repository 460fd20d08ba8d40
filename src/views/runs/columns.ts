import { parseVerdict, VERDICT_TAG } from '../../analysis/verdict-tag.js';
import type {
  KeyUses,
  Run,
  RunKeys,
  WantedValues
} from '../../client/index.js';
import { CELL_TAGS } from '../common/cell-reference.js';
import { isLowerBetter } from '../common/metric-direction.js';
import type { Translation } from '../common/translation.js';
import { keyText } from './filter/filter-keys.js';
import type { SortOrder } from './runs-state.js';

export type ColumnKind = 'attributes' | 'metrics' | 'params' | 'tags';

/** A column of the runs table; its id is `<kind>.<key>`. */
export type Column = {
  id: string;
  kind: ColumnKind;
  key: string;
  width: number;
  isNumeric: boolean;
  isSortable: boolean;
};

export const NAME_COLUMN = 'attributes.run_name';

const VERDICT_COLUMN = `tags.${VERDICT_TAG}`;

const ATTRIBUTE_WIDTHS: Record<string, number> = {
  run_name: 270,
  status: 110,
  start_time: 118,
  duration: 104,
  cell: 210,
  user: 100,
  run_id: 250
};

const MAX_METRICS = 4;
const MAX_PARAMS = 6;

export function columnOf(id: string): Column {
  const dot = id.indexOf('.');
  const kind = id.slice(0, dot) as ColumnKind;
  const key = id.slice(dot + 1);
  return {
    id,
    kind,
    key,
    width: widthOf(kind, key),
    isNumeric: kind === 'metrics' || id === 'attributes.duration',
    isSortable: ![
      'attributes.duration',
      'attributes.cell',
      'attributes.user'
    ].includes(id)
  };
}

export function columnLabel(
  { id, kind, key }: Column,
  trans: Translation
): string {
  if (id === VERDICT_COLUMN) {
    return trans.__('Verdict');
  }
  if (kind !== 'attributes') {
    return key;
  }
  const labels: Record<string, string> = {
    run_name: trans.__('Run'),
    status: trans.__('Status'),
    start_time: trans.__('Started'),
    duration: trans.__('Duration'),
    cell: trans.__('Cell'),
    user: trans.__('User'),
    run_id: trans.__('Run id')
  };
  return labels[key] ?? key;
}

/** Every column that these keys allow, the run's name left out: it is always there. */
export function allColumns(keys: RunKeys): Column[] {
  const attributes = Object.keys(ATTRIBUTE_WIDTHS).filter(
    key => key !== 'run_name'
  );
  return [
    ...attributes.map(key => `attributes.${key}`),
    ...keys.metrics.map(key => `metrics.${key}`),
    ...keys.params.map(key => `params.${key}`),
    ...keys.tags.map(key => `tags.${key}`)
  ].map(columnOf);
}

/**
 * The columns that say most about some runs: their metrics, and the params
 * in which they differ.
 */
export function usefulColumns(runs: readonly Run[], uses: KeyUses): Column[] {
  const hasCells = runs.some(run => run.tags['trackbook.notebook']);
  return [
    'attributes.start_time',
    'attributes.duration',
    ...(hasCells ? ['attributes.cell'] : []),
    ...(runs.some(isDoubtful) ? [VERDICT_COLUMN] : []),
    ...mostUsedMetrics(uses).map(key => `metrics.${key}`),
    ...differingParams(uses).map(key => `params.${key}`)
  ].map(columnOf);
}

/** Where all runs are clean, a column of their verdicts tells nothing. */
function isDoubtful({ tags }: Run): boolean {
  return parseVerdict(tags[VERDICT_TAG]).some(verdict => verdict !== 'clean');
}

export function mostUsedMetrics(
  { metrics }: Pick<KeyUses, 'metrics'>,
  count = MAX_METRICS
): string[] {
  return metrics
    .map(use => ({ ...use, rank: metricRank(use.key) }))
    .sort(
      (a, b) =>
        a.rank - b.rank || b.runCount - a.runCount || a.key.localeCompare(b.key)
    )
    .slice(0, count)
    .map(({ key }) => key);
}

const TELLING = ['rmse', 'accuracy', 'auc', 'f1', 'loss', 'mae', 'r2'];

/** What was measured on data held back says more than on the data trained with. */
function metricRank(key: string): number {
  if (/^system\//.test(key)) {
    return 200;
  }
  const isTraining = /(^|[_/-])train(ing)?([_/-]|$)/.test(key);
  const place = TELLING.findIndex(name => key.includes(name));
  return (isTraining ? 100 : 0) + (place < 0 ? TELLING.length : place);
}

export function differingParams(
  { params }: Pick<KeyUses, 'params'>,
  count = MAX_PARAMS
): string[] {
  return params
    .filter(({ varies }) => varies)
    .sort((a, b) => b.runCount - a.runCount)
    .slice(0, count)
    .map(({ key }) => key);
}

/** What each row shows of its run's tags, or chooses columns by. */
export const ROW_TAGS = [...CELL_TAGS, VERDICT_TAG];

/** The values that the rows of a table with these columns show. */
export function valuesShownIn(columns: readonly Column[]): WantedValues {
  const keysOf = (wanted: ColumnKind) =>
    columns.flatMap(({ kind, key }) => (kind === wanted ? [key] : []));
  return {
    metrics: keysOf('metrics'),
    params: keysOf('params'),
    tags: [...ROW_TAGS, ...keysOf('tags')]
  };
}

/** The order that a click on a column's header asks for. */
export function nextSort(current: SortOrder, column: Column): SortOrder {
  if (current.column === column.id) {
    return { ...current, isDescending: !current.isDescending };
  }
  return { column: column.id, isDescending: isBestFirstDescending(column) };
}

function isBestFirstDescending({ id, kind, key }: Column): boolean {
  return (
    id === 'attributes.start_time' ||
    (kind === 'metrics' && !isLowerBetter(key))
  );
}

/** MLflow's order_by; the newest first among equals. */
export function orderByOf({ column, isDescending }: SortOrder): string[] {
  const { kind, key } = columnOf(column);
  const order = `${keyText(kind, key)} ${isDescending ? 'DESC' : 'ASC'}`;
  return column === 'attributes.start_time'
    ? [order]
    : [order, 'attributes.start_time DESC'];
}

/** The column as wide as most of its values, within bounds. */
export function fitColumn(column: Column, runs: readonly Run[]): Column {
  if (column.kind !== 'params' && column.kind !== 'tags') {
    return column;
  }
  const longest = runs.reduce(
    (length, run) =>
      Math.max(length, run[column.kind as 'params'][column.key]?.length ?? 0),
    0
  );
  const width = 24 + longest * LETTER_WIDTH;
  return {
    ...column,
    width: Math.round(Math.min(MAX_WIDTH, Math.max(column.width, width)))
  };
}

const LETTER_WIDTH = 7.2;
const MAX_WIDTH = 190;

function widthOf(kind: ColumnKind, key: string): number {
  if (kind === 'attributes') {
    return ATTRIBUTE_WIDTHS[key] ?? 120;
  }
  const width = 36 + key.length * LETTER_WIDTH;
  return Math.round(Math.min(MAX_WIDTH, Math.max(90, width)));
}
