import { analyzeCell } from './analyze-cell.js';
import type { CellAnalysis, CellNames } from './cell-names.js';
import { linkSession, type Link } from './session.js';
import { sliceOfLinks, type SliceEntry } from './slice.js';
import { slicesOfLinks } from './slices.js';

export interface NotebookCell extends CellNames {
  /** The place in the notebook's list of cells. */
  index: number;
  /** The places of the cells that it depends on, itself included, when all run from top to bottom. */
  slice: number[];
}

/** A code cell with all that is known of it. */
export interface StudiedCell {
  /** The place in the notebook's list of cells. */
  index: number;
  source: string;
  analysis: CellAnalysis;
  /** The cells that it depends on, by their places, itself included. */
  slice: SliceEntry[];
}

/** The text is no notebook, or none that can be analysed; the message says which. */
export class NotANotebook extends Error {}

/** What each code cell of a notebook, parsed from its file, does with names. */
export const analyzeNotebook = (
  notebook: unknown
): { cells: NotebookCell[] } => {
  const cells = analyzedCells(notebook);
  const slices = slicesOfLinks(linkCells(cells));
  return {
    cells: cells.map(({ index, analysis }, i) => ({
      index,
      defines: analysis.defines,
      uses: analysis.uses,
      mutates: analysis.mutates,
      deletes: analysis.deletes,
      imports: analysis.imports,
      slice: slices[i].map(each => cells[each].index)
    }))
  };
};

/** As `analyzeNotebook`, with the reasons. */
export const studyNotebook = (notebook: unknown): StudiedCell[] => {
  const cells = analyzedCells(notebook);
  const links = linkCells(cells);
  const place = (i: number) => cells[i].index;
  return cells.map((cell, i) => ({
    ...cell,
    slice: sliceOfLinks(links, [i]).map(({ index, causes }) => ({
      index: place(index),
      causes: causes.map(cause => ({ ...cause, for: place(cause.for) }))
    }))
  }));
};

type AnalyzedCell = Omit<StudiedCell, 'slice'>;

const analyzedCells = (notebook: unknown): AnalyzedCell[] =>
  codeCells(notebook).map(cell => ({
    ...cell,
    analysis: analyzeCell(cell.source)
  }));

const linkCells = (cells: readonly AnalyzedCell[]): Link[][] =>
  linkSession(cells.map(({ analysis }) => ({ analysis, status: 'whole' })));

const codeCells = (notebook: unknown): { index: number; source: string }[] => {
  requireNotebook(notebook);
  return notebook.cells.flatMap((cell, index) =>
    isRecord(cell) && cell.cell_type === 'code'
      ? [{ index, source: sourceOf(cell.source) }]
      : []
  );
};

/** A text, or its lines, as files have it. */
const sourceOf = (source: unknown): string =>
  (Array.isArray(source) ? source : [source])
    .filter(line => typeof line === 'string')
    .join('');

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function requireNotebook(
  value: unknown
): asserts value is { cells: unknown[] } {
  if (!isRecord(value) || typeof value.nbformat !== 'number') {
    throw new NotANotebook('it has no nbformat');
  }
  if (value.nbformat !== 4) {
    throw new NotANotebook(
      `it has nbformat ${value.nbformat}, and nbformat 4 is needed: open it in Jupyter and save it`
    );
  }
  if (!Array.isArray(value.cells)) {
    throw new NotANotebook('it has no list of cells');
  }
  const language = languageOf(value.metadata);
  if (!/^i?python/i.test(language)) {
    throw new NotANotebook(`it is written in ${language}, not in Python`);
  }
}

const languageOf = (metadata: unknown): string => {
  const { language_info: info, kernelspec } = isRecord(metadata)
    ? metadata
    : {};
  const named = [
    isRecord(info) ? info.name : undefined,
    isRecord(kernelspec) ? kernelspec.language : undefined
  ].find(name => typeof name === 'string' && name !== '');
  return (named as string | undefined) ?? 'python';
};
