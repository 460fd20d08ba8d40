import type { SliceEntry } from './slice.js';
import { VERDICTS, type Verdict } from './verdict-tag.js';
import { listed } from './words.js';

/** One thing for which running the notebook again may give something else. */
export interface Finding {
  verdict: Exclude<Verdict, 'clean'>;
  /** The names by which it matters. */
  names: string[];
  /** The ids of the cells that cause it. */
  cells: string[];
  /** The `seq` of the executions that cause it. */
  executions: number[];
  /** False where it only may matter, as of a cell that may have changed something. */
  sure: boolean;
  sentence: string;
}

export class Findings {
  readonly all: Finding[] = [];

  add(finding: Finding): void {
    this.all.push(finding);
  }

  verdicts(): Verdict[] {
    const found = new Set<Verdict>(this.all.map(({ verdict }) => verdict));
    return VERDICTS.filter(verdict => found.has(verdict));
  }
}

export interface CausesInWords {
  names: string[];
  does: string;
  sure: boolean;
}

const known = new WeakMap<SliceEntry, CausesInWords>();

/** All that an execution of a slice did for the others. */
export const causesOf = (entry: SliceEntry): CausesInWords => {
  const causes = known.get(entry) ?? sumUp(entry);
  known.set(entry, causes);
  return causes;
};

const sumUp = ({ causes }: SliceEntry): CausesInWords => {
  const verbs = ['defines', 'may define', 'changes', 'may change'] as const;
  const parts = verbs.map(verb => ({
    verb,
    names: unique(
      causes.filter(({ does }) => does === verb).flatMap(({ names }) => names)
    )
  }));
  const done = parts
    .filter(({ names }) => names.length > 0)
    .map(({ verb, names }) => `${verb} ${listed(names)}`);
  return {
    names: unique(parts.flatMap(({ names }) => names)),
    does: done.length > 0 ? listed(done) : 'is what the run consists of',
    sure:
      done.length === 0 || causes.some(({ does }) => !does.startsWith('may'))
  };
};

const unique = (names: readonly string[]): string[] =>
  [...new Set(names)].sort();
