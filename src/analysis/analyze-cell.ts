import { parser } from '@lezer/python';
import type { CellAnalysis } from './cell-names.js';
import { CellScope } from './names/cell-scope.js';
import { Walk } from './names/walk.js';
import { prepare } from './python/prepare.js';

/** What a cell does with names. Any text will do: of broken code it tells what it can read. */
export const analyzeCell = (source: string): CellAnalysis => {
  const prepared = prepare(source);
  const cell = new CellScope();
  const walk = new Walk(cell, prepared);
  prepared.before.forEach(escape => walk.escape(escape));
  walk.visit(parser.parse(prepared.text).topNode);
  const { local } = prepared;
  prepared.after.forEach(escape => walk.escape(escape));
  return cell.finish({ local });
};

export type AnalyzeCell = typeof analyzeCell;

/** An `analyzeCell` that reads each source once, as sessions run the same cells again and again. */
export const rememberCells = (): AnalyzeCell => {
  const known = new Map<string, CellAnalysis>();
  return source => {
    const analysis = known.get(source) ?? analyzeCell(source);
    known.set(source, analysis);
    return analysis;
  };
};
