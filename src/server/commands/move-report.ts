import type { CopyReport } from '../moving/copy-artifacts.js';
import { words, type MoveReport } from '../moving/move-records.js';
import type { Counts } from '../moving/records.js';
import type { Source } from '../moving/source.js';
import type { Surroundings } from './command.js';
import { counted, sized } from './words.js';

export const recordProgress = async (
  source: Source,
  { terminal }: Surroundings
): Promise<(done: Counts) => void> => {
  const { points = 0, runs = 0 } = await source.counts();
  return done =>
    terminal.progress(
      `${counted(done.runs, 'runs')}, ${counted(done.points, 'metric points')}`,
      points + runs > 0
        ? (done.points + done.runs) / (points + runs)
        : undefined
    );
};

export const artifactProgress =
  (total: number, { terminal }: Surroundings) =>
  ({ trees, report }: { trees: number; report: CopyReport }) =>
    terminal.progress(
      `artifacts: ${counted(report.files, 'files')}, ${sized(report.bytes)}`,
      trees / total
    );

interface Outcome {
  moved: MoveReport;
  copied: CopyReport;
  /** Records in which a character was replaced that the store cannot keep. */
  replaced?: readonly string[];
}

/** Tells what was moved; gives the exit code. */
export const sayOutcome = (
  outcome: Outcome,
  { terminal, json }: Pick<Surroundings, 'terminal'> & { json?: boolean }
): number => {
  const say = json ? sayJson : sayReport;
  say(outcome, terminal);
  const { moved, copied } = outcome;
  const wrong =
    moved.differenceCount + copied.failures.length + copied.unreachable.length;
  return wrong > 0 ? 1 : 0;
};

const sayJson = (
  { moved, copied, replaced = [] }: Outcome,
  terminal: Surroundings['terminal']
): void =>
  terminal.say(
    JSON.stringify(
      {
        moved: moved.moved,
        differences: moved.differenceCount,
        first_differences: moved.differences,
        left_out: moved.leftOut,
        replaced_characters: replaced,
        renumbered_experiments: moved.relocation.renumbered,
        artifacts: { ...copied, left: moved.relocation.left.length }
      },
      undefined,
      2
    )
  );

const sayReport = (
  { moved, copied, replaced = [] }: Outcome,
  terminal: Surroundings['terminal']
): void => {
  terminal.say('Stored and compared:');
  for (const [kind, count] of Object.entries(moved.moved)) {
    terminal.say(
      `  ${count.toLocaleString('en-US').padStart(12)}  ${words[kind as keyof Counts]}`
    );
  }
  terminal.say(
    `  ${copied.files.toLocaleString('en-US').padStart(12)}  artifact files copied (${sized(copied.bytes)}), ${copied.present.toLocaleString('en-US')} were there already`
  );
  for (const { from, to, name } of moved.relocation.renumbered) {
    terminal.say(
      `Experiment '${name}' has id ${to} here: ${from} is taken, or too long.`
    );
  }
  for (const { what, count } of moved.leftOut) {
    terminal.say(
      `Left out: ${count.toLocaleString('en-US')} ${what}, which Trackbook does not keep.`
    );
  }
  const { left } = moved.relocation;
  if (left.length > 0) {
    terminal.say(
      `The artifacts of ${counted(left.length, 'runs and models')} stay where they are, such as ${left[0]}.`
    );
  }
  sayReplaced(replaced, terminal);
  sayArtifacts(copied, terminal);
  if (moved.differenceCount === 0) {
    terminal.say('The source and the store agree.');
    return;
  }
  terminal.warn(
    `${counted(moved.differenceCount, 'differences')} between the source and the store:`
  );
  moved.differences.forEach(line => terminal.warn(`  ${line}`));
  terminal.warn(
    'If the source was written to meanwhile, run the same command again.'
  );
};

const sayReplaced = (
  replaced: readonly string[],
  terminal: Surroundings['terminal']
): void => {
  if (replaced.length === 0) {
    return;
  }
  terminal.say(
    `PostgreSQL cannot keep the character U+0000; U+FFFD was stored in its place in ${counted(replaced.length, 'records')}:`
  );
  replaced
    .slice(0, MAX_REPLACED_LISTED)
    .forEach(line => terminal.say(`  ${line}`));
  if (replaced.length > MAX_REPLACED_LISTED) {
    terminal.say('  ... --json lists all of them.');
  }
};

const MAX_REPLACED_LISTED = 20;
const MAX_LISTED = 5;

const sayArtifacts = (
  { unreachable, failures }: CopyReport,
  terminal: Surroundings['terminal']
): void => {
  if (unreachable.length > 0) {
    terminal.say(
      `The artifacts of ${counted(unreachable.length, 'runs and models')} are out of reach, such as ${unreachable[0]}. Name the folder of the source's server with --source-artifacts, and run this again.`
    );
  }
  if (failures.length > 0) {
    terminal.warn(
      `${counted(failures.length, 'artifacts')} could not be copied:`
    );
    failures.slice(0, MAX_LISTED).forEach(line => terminal.warn(`  ${line}`));
  }
};
