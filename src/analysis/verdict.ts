import type { CellAnalysis } from './cell-names.js';
import { causesOf, Findings, type Finding } from './findings.js';
import { newcomers } from './newcomers.js';
import {
  NotebookPlaces,
  type CurrentCell,
  type Place
} from './notebook-places.js';
import type { AnalyzedExecution } from './session.js';
import { labelOf, type RecordedExecution } from './session-record.js';
import type { SliceEntry } from './slice.js';
import type { StudiedSession } from './studied-session.js';
import type { Verdict } from './verdict-tag.js';
import { listed } from './words.js';

export interface RunVerdict {
  /** `clean`, or all that was found. */
  verdicts: Verdict[];
  findings: Finding[];
  slice: SliceEntry[];
}

/** The verdict of a run; `targets` are the places of its executions, `slice` all that they depend on. */
export const judge = (
  session: StudiedSession,
  slice: SliceEntry[],
  targets: readonly number[],
  cells: readonly CurrentCell[]
): RunVerdict => {
  const { executions } = session;
  const notebook = executions[targets.find(i => executions[i]?.cellId) ?? -1];
  const places = new NotebookPlaces(
    notebook?.notebook,
    cells,
    session.parameters
  );
  const found = new Findings();
  const entries = slice.map(entry => ({
    entry,
    execution: executions[entry.index],
    place: places.of(executions[entry.index])
  }));
  entries.forEach(each => judgePlace(each, found));
  judgeOrder(entries, found);
  const lastRuns = lastRunsOf(executions, places);
  judgeNewcomers(
    entries,
    session,
    cells,
    lastRuns,
    index => targets.includes(index),
    found
  );
  judgeDeletions(entries, session, cells, lastRuns, found);
  judgeHidden(entries, session, cells, found);
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
        sentence: `${upper(labelOf(execution))} ran in ${place.where}, not in this notebook; it ${does}.`
      });
      break;
    case 'deleted':
      found.add({
        ...finding,
        verdict: 'deleted cell',
        cells: [execution.cellId],
        sentence: `The cell that ran as ${labelOf(execution)} is not in the notebook any more; it ${does}.`
      });
      break;
    case 'edited':
      found.add({
        ...finding,
        verdict: 'edited since',
        cells: [execution.cellId],
        sentence: `Cell ${place.index + 1} was edited since it ran as ${labelOf(execution)}; it ${does}.`
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

type Placed = Judged & { place: { index: number; id: string } };

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
      ? `Cell ${a} ran as ${labelOf(first.execution)} and again as ${labelOf(second.execution)}, and both count: it ${does}.`
      : `Cell ${a} ran before cell ${b}, and stands below it; it ${does}.`;
  return {
    verdict: 'out of order',
    names,
    cells: [...new Set([first.place.id, second.place.id])],
    executions: [first.execution.seq, second.execution.seq],
    sure,
    sentence
  };
};

/** Whether cells that had no part in the run would have one from top to bottom. */
const judgeNewcomers = (
  entries: readonly Judged[],
  session: StudiedSession,
  cells: readonly CurrentCell[],
  lastRuns: LastRuns,
  isTarget: (index: number) => boolean,
  found: Findings
) => {
  const isWhole = (i: number) => session.analyzed[i].status === 'whole';
  const indexesOf = (judged: readonly Judged[]) =>
    judged.flatMap(({ place }) => ('index' in place ? [place.index] : []));
  const added = newcomers(session.notebookOf(cells), {
    targets: indexesOf(entries.filter(({ entry }) => isTarget(entry.index))),
    known: new Set(indexesOf(entries)),
    unchanged: new Set(
      indexesOf(entries.filter(({ place }) => place.kind === 'same'))
    ),
    // Whence the run has them instead is told already.
    settled: new Set([
      ...session.parameters,
      ...entries
        .filter(({ place }) => !('index' in place))
        .flatMap(({ entry }) => causesOf(entry).names)
    ])
  });
  if (added.length === 0) {
    return;
  }
  const end = Math.max(...entries.map(({ entry }) => entry.index));
  for (const entry of added) {
    const { names, does, sure } = causesOf(entry);
    const ran = lastRuns.get(entry.index);
    const isEdited = ran?.place.kind === 'edited';
    const mayChange = entry.causes.every(cause => cause.does === 'may change');
    if (mayChange && ran && !isEdited && ran.i <= end && isWhole(ran.i)) {
      // Forgiven as a mere repetition is: most calls change nothing.
      continue;
    }
    const { label, ...finding } = blamed(entry.index, cells, ran);
    found.add({
      ...finding,
      names,
      sure,
      sentence: `Cell ${entry.index + 1}${label} had no part in the run; from top to bottom it ${does}.`
    });
  }
};

/** Whether from top to bottom a name that the run needs would be gone. */
const judgeDeletions = (
  entries: readonly Judged[],
  session: StudiedSession,
  cells: readonly CurrentCell[],
  lastRuns: LastRuns,
  found: Findings
) => {
  const { analyzed, links } = session.notebookOf(cells);
  const indexes = new Set(
    entries.flatMap(({ place }) => (place.kind === 'same' ? [place.index] : []))
  );
  for (const index of indexes) {
    // Something was done to the name for certain, and it has no value: it was deleted.
    const deleted = links[index].filter(
      ({ name, version, star, since }) =>
        !version && !star && since >= 0 && isNeeded(analyzed[index], name)
    );
    for (const { name, since } of deleted) {
      const { label, ...finding } = blamed(since, cells, lastRuns.get(since));
      found.add({
        ...finding,
        names: [name],
        sure: true,
        sentence: `From top to bottom cell ${since + 1}${label} deletes ${name}, which cell ${index + 1} needs.`
      });
    }
  }
};

interface LastRun {
  execution: RecordedExecution;
  place: Place;
  i: number;
}

/** Of each cell of the notebook, by its place, the last execution. */
type LastRuns = ReadonlyMap<number, LastRun>;

const lastRunsOf = (
  executions: readonly RecordedExecution[],
  places: NotebookPlaces
): LastRuns =>
  new Map(
    executions.flatMap((execution, i) => {
      const place = places.of(execution);
      return 'index' in place ? [[place.index, { execution, place, i }]] : [];
    })
  );

/** A cell because of which the notebook would do something else than the run did. */
const blamed = (
  index: number,
  cells: readonly CurrentCell[],
  ran: LastRun | undefined
) => {
  const isEdited = ran?.place.kind === 'edited';
  const how = isEdited ? 'was edited since it ran' : 'ran';
  return {
    verdict: isEdited ? ('edited since' as const) : ('out of order' as const),
    cells: [cells[index].id],
    executions: ran ? [ran.execution.seq] : [],
    label: ran ? `, which ${how} as ${labelOf(ran.execution)},` : ''
  };
};

/** Whether names come from something that the notebook does not show. */
const judgeHidden = (
  entries: readonly Judged[],
  { analyzed, links, analyze }: StudiedSession,
  cells: readonly CurrentCell[],
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
      cells: ['id' in place ? place.id : execution.cellId],
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
          sentence: `Cell ${place.index + 1} defined ${listed(gone)} when it ran as ${labelOf(execution)}, and does not any more.`
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
        sentence: `${upper(labelOf(execution))} used ${listed(nowhere)}, which nothing defined that was recorded.`
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

const upper = (text: string): string => text[0].toUpperCase() + text.slice(1);

const comes = (names: readonly string[]): string =>
  names.length === 1 ? 'comes' : 'come';
