/** The names under which a notebook's runs were made. */
export type NotebookNames = {
  /** Path below Jupyter's root. */
  path: string;
  /** Paths that it had before it was renamed or moved; only where the server can search by them. */
  former: readonly string[];
  /** Ids by which its cells are known: other notebooks may have had a former path, too. */
  cellIds: ReadonlySet<string>;
};

/** Where a run was made. */
export type RunPlace = { notebook: string; cellId: string };

export function onlyName(path: string): NotebookNames {
  return { path, former: [], cellIds: new Set() };
}

export function isMadeBy(names: NotebookNames, place: RunPlace): boolean {
  return place.notebook === names.path || isFormerlyMadeBy(names, place);
}

/** Whether it is a run of one of the notebook's cells, of the time before its present name. */
export function isFormerlyMadeBy(
  { former, cellIds }: NotebookNames,
  { notebook, cellId }: RunPlace
): boolean {
  return former.includes(notebook) && cellIds.has(cellId);
}

/** The filter that finds the runs of a notebook. */
export function madeBy({ path, former, cellIds }: NotebookNames): string {
  const byPath = `${NOTEBOOK} = ${quoted(path)}`;
  return former.length === 0
    ? byPath
    : `${byPath} OR (${NOTEBOOK} IN ${listed(former)} AND ${CELL} IN ${listed(cellIds)})`;
}

/** The filter that finds runs of cells where none of some notebooks made them. */
export function madeElsewhere(
  cellIds: Iterable<string>,
  notebooks: Iterable<string>
): string {
  return `${CELL} IN ${listed(cellIds)} AND ${NOTEBOOK} NOT IN ${listed(notebooks)}`;
}

const NOTEBOOK = 'tags.`trackbook.notebook`';
const CELL = 'tags.`trackbook.cell_id`';

function listed(texts: Iterable<string>): string {
  return `(${[...texts].map(quoted).join(', ')})`;
}

function quoted(text: string): string {
  const quote = text.includes("'") ? '"' : "'";
  return `${quote}${text}${quote}`;
}
