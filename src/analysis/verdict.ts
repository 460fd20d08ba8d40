import { rememberCells, type AnalyzeCell } from './analyze-cell.js';
import type { CellAnalysis } from './cell-names.js';
import { causesOf, Findings, type Finding, type Verdict } from './findings.js';
import {
  NotebookPlaces,
  type CurrentCell,
  type Place
} from './notebook-places.js';
import { linkSession, type AnalyzedExecution, type Link } from './session.js';
import { listed, sliceOfLinks, type SliceEntry } from './slice.js';

/** An execution of a session, as `cells.json` of a run has it. */
export interface RecordedExecution {
  seq: number;
  /** Empty where it came from no cell. */
  cellId: string;
  notebook: string;
  client?: string;
  executionCount: number | null;
  source: string;
  status: 'ok' | 'error' | 'interrupted' | 'aborted' | 'died' | 'running';
}

export interface RunVerdict {
  /** `clean`, or all that was found. */
  verdicts: Verdict[];
  findings: Finding[];
  slice: SliceEntry[];
}

/**
 * Whether running the notebook as it is now, from top to bottom, would do what the run did. `targets`
 * are the places in `executions` that are the run, `cells` the code cells of its notebook. Where several
 * runs are judged, give them one `rememberCells()`: reading sources is what takes the time.
 */
export const verdictOf = (
  executions: readonly RecordedExecution[],
  targets: readonly number[],
  cells: readonly CurrentCell[],
  analyze: AnalyzeCell = rememberCells()
): RunVerdict => {
  const analyzed = executions.map(execution => ({
    analysis: analyze(execution.source),
    status: outcome(execution.status)
  }));
  const links = linkSession(analyzed);
  const slice = sliceOfLinks(links, targets);
  const notebook = executions[targets.find(i => executions[i]?.cellId) ?? -1];
  const places = new NotebookPlaces(notebook?.notebook, cells);
  const found = new Findings();
  const entries = slice.map(entry => ({
    entry,
    execution: executions[entry.index],
    place: places.of(executions[entry.index])
  }));
  entries.forEach(each => judgePlace(each, found));
  judgeOrder(entries, found);
  judgeHidden(entries, { analyzed, links, analyze, cells }, found);
  const verdicts = found.verdicts();
  return {
    verdicts: verdicts.length > 0 ? verdicts : ['clean'],
    findings: found.all,
    slice
  };
};

interface Judged {
  entry: SliceEntry;
  execution: RecordedExecution;
  place: Place;
}

const outcome = (
  status: RecordedExecution['status']
): AnalyzedExecution['status'] =>
  status === 'ok' ? 'whole' : status === 'aborted' ? 'not run' : 'partial';

/** Whether the cell is elsewhere, gone, or not what it was. */
const judgePlace = ({ entry, execution, place }: Judged, found: Findings) => {
  const { names, does, sure } = causesOf(entry);
  const finding = { names, executions: [execution.seq], sure };
  switch (place.kind) {
    case 'external':
      found.add({
        ...finding,
        verdict: 'external',
        cells: [],
        sentence: `${upper(ranAs(execution))} ran in ${place.where}, not in this notebook; it ${does}.`
      });
      break;
    case 'deleted':
      found.add({
        ...finding,
        verdict: 'deleted cell',
        cells: [execution.cellId],
        sentence: `The cell that ran as ${ranAs(execution)} is not in the notebook any more; it ${does}.`
      });
      break;
    case 'edited':
      found.add({
        ...finding,
        verdict: 'edited since',
        cells: [execution.cellId],
        sentence: `Cell ${place.index + 1} was edited since it ran as ${ranAs(execution)}; it ${does}.`
      });
  }
};

/** Whether the notebook has its cells in the order in which they ran, each once. */
const judgeOrder = (entries: readonly Judged[], found: Findings) => {
  const placed = withoutMereRepeats(entries);
  let lowest: Placed | undefined;
  for (const each of placed) {
    if (lowest && each.place.index <= lowest.place.index) {
      found.add(outOfOrder(lowest, each));
    } else {
      lowest = each;
    }
  }
};

type Placed = Judged & { place: { index: number } };

/** A cell that may have changed something counts once, however often it ran. */
const withoutMereRepeats = (entries: readonly Judged[]): Placed[] => {
  const placed = entries.filter(
    (each): each is Placed => 'index' in each.place
  );
  const last = new Map(placed.map(each => [each.place.index, each]));
  return placed.filter(
    each => causesOf(each.entry).sure || last.get(each.place.index) === each
  );
};

const outOfOrder = (first: Placed, second: Placed): Finding => {
  const { names, does, sure } = causesOf(first.entry);
  const [a, b] = [first.place.index + 1, second.place.index + 1];
  const sentence =
    a === b
      ? `Cell ${a} ran as ${ranAs(first.execution)} and again as ${ranAs(second.execution)}, and both count: it ${does}.`
      : `Cell ${a} ran before cell ${b}, and stands below it; it ${does}.`;
  return {
    verdict: 'out of order',
    names,
    cells: [...new Set([first.execution.cellId, second.execution.cellId])],
    executions: [first.execution.seq, second.execution.seq],
    sure,
    sentence
  };
};

interface Known {
  analyzed: readonly AnalyzedExecution[];
  links: readonly Link[][];
  analyze: AnalyzeCell;
  cells: readonly CurrentCell[];
}

/** Whether names come from something that the notebook does not show. */
const judgeHidden = (
  entries: readonly Judged[],
  { analyzed, links, analyze, cells }: Known,
  found: Findings
) => {
  for (const { entry, execution, place } of entries) {
    const defined = [
      ...new Set(
        entry.causes
          .filter(({ does }) => does === 'defines' || does === 'may define')
          .flatMap(({ names }) => names)
      )
    ];
    const finding = {
      verdict: 'hidden state' as const,
      cells: [execution.cellId],
      executions: [execution.seq]
    };
    if (place.kind === 'deleted' && defined.length > 0) {
      found.add({
        ...finding,
        names: defined,
        sure: causesOf(entry).sure,
        sentence: `${listed(defined)} ${comes(defined)} from a cell that is not in the notebook any more.`
      });
    } else if (place.kind === 'edited') {
      const now = analyze(cells[place.index].source);
      const gone = defined.filter(name => !now.defines.includes(name));
      if (gone.length > 0 && !hasStar(now)) {
        found.add({
          ...finding,
          names: gone,
          sure: causesOf(entry).sure,
          sentence: `Cell ${place.index + 1} defined ${listed(gone)} when it ran as ${ranAs(execution)}, and does not any more.`
        });
      }
    }
    const nowhere = links[entry.index]
      .filter(({ version, star }) => !version && !star)
      .map(({ name }) => name)
      .filter(name => isNeeded(analyzed[entry.index], name));
    if (nowhere.length > 0) {
      found.add({
        ...finding,
        names: nowhere,
        sure: true,
        sentence: `${upper(ranAs(execution))} used ${listed(nowhere)}, which nothing defined that was recorded.`
      });
    }
  }
};

/** It ran to its end, which it could not without the name. */
const isNeeded = ({ analysis, status }: AnalyzedExecution, name: string) =>
  status === 'whole' && analysis.needs.has(name) && !hasStar(analysis);

/** Whether it may bring names that nobody can tell. */
const hasStar = ({ imports }: CellAnalysis): boolean =>
  imports.some(name => name.startsWith('*'));

const ranAs = ({ executionCount, seq }: RecordedExecution): string =>
  executionCount === null ? `execution ${seq}` : `[${executionCount}]`;

const upper = (text: string): string => text[0].toUpperCase() + text.slice(1);

const comes = (names: readonly string[]): string =>
  names.length === 1 ? 'comes' : 'come';
