import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createContext } from '../context.js';
import { sizeOf } from '../maintenance/artifact-trees.js';
import { findMissingArtifacts } from '../maintenance/missing-artifacts.js';
import { findOrphans, findUnfinishedUploads } from '../maintenance/orphans.js';
import { integrityProblems } from '../store/sqlite/integrity.js';
import { parseFlags, type Command, type Surroundings } from './command.js';
import { existingStore, storeHelp, storeOptions } from './own-store.js';
import { counted, sized } from './words.js';

const help = `Usage: trackbook check [options]

Looks whether the store is whole: the database file and its references, whether
the latest values of metrics are the last of their histories, whether models have
their files, and which folders of artifacts belong to nothing. It changes nothing
and may run while the server does. The exit code is 1 if something is wrong.

Options
${storeHelp}
  --json                       print the findings as JSON
`;

interface Findings {
  /** What must be mended. */
  problems: string[];
  /** What is good to know. */
  notes: string[];
  orphans: string[];
  orphanBytes: number;
}

const run = async (
  args: readonly string[],
  surroundings: Surroundings
): Promise<number> => {
  const { values } = parseFlags(args, {
    ...storeOptions,
    json: { type: 'boolean' }
  });
  const { json, ...flags } = values;
  const findings = await look(existingStore(flags, surroundings));
  (json ? sayJson : sayFindings)(findings, surroundings);
  return findings.problems.length > 0 ? 1 : 0;
};

const look = async (
  config: ReturnType<typeof existingStore>
): Promise<Findings> => {
  const findings: Findings = {
    problems: [],
    notes: [],
    orphans: [],
    orphanBytes: 0
  };
  if (config.store.kind === 'sqlite') {
    findings.problems.push(...integrityProblems(config.store.path));
    findings.notes.push(...journalNotes(dirname(config.store.path)));
    if (findings.problems.length > 0) {
      // What a damaged file says about the rest is not to be trusted.
      return findings;
    }
  }
  const { executor, artifacts } = await createContext(config);
  try {
    findings.problems.push(...(await executor.read('findInconsistencies', {})));
    const { missing, unreachable } = await findMissingArtifacts(
      executor,
      artifacts
    );
    findings.problems.push(...missing);
    if (unreachable > 0) {
      findings.notes.push(
        `the artifacts of ${counted(unreachable, 'models')} are in places that this server does not read`
      );
    }
    const served = await artifacts.proxied();
    if (served) {
      findings.orphans = await findOrphans(executor, served);
      for (const path of findings.orphans) {
        findings.orphanBytes += (await sizeOf(served, path)).bytes;
      }
      findings.notes.push(...uploadNotes(await findUnfinishedUploads(served)));
    }
  } finally {
    await executor.close();
  }
  return findings;
};

const uploadNotes = (uploads: readonly { size: number }[]): string[] => {
  const bytes = uploads.reduce((sum, { size }) => sum + size, 0);
  return uploads.length > 0
    ? [
        `${counted(uploads.length, 'uploads')} (${sized(bytes)}) ended with their server. 'trackbook gc' removes what is left of them.`
      ]
    : [];
};

/** What sessions have seen and not sent yet lies beside the embedded database. */
const journalNotes = (folder: string): string[] => {
  const journal = join(folder, 'journal');
  const waiting = existsSync(journal)
    ? readdirSync(journal).filter(name => name.endsWith('.jsonl'))
    : [];
  return waiting.length > 0
    ? [
        `${counted(waiting.length, 'journals')} of kernels lie in ${journal}: of those that run, or to be sent when the next kernel starts`
      ]
    : [];
};

const sayJson = (findings: Findings, { terminal }: Surroundings) =>
  terminal.say(
    JSON.stringify(
      {
        ok: findings.problems.length === 0,
        problems: findings.problems,
        notes: findings.notes,
        orphans: findings.orphans,
        orphan_bytes: findings.orphanBytes
      },
      undefined,
      2
    )
  );

const sayFindings = (
  { problems, notes, orphans, orphanBytes }: Findings,
  { terminal }: Surroundings
) => {
  problems.forEach(line => terminal.say(`Wrong: ${line}`));
  notes.forEach(line => terminal.say(`Note: ${line}`));
  if (orphans.length > 0) {
    terminal.say(
      `Note: ${counted(orphans.length, 'folders')} of artifacts (${sized(orphanBytes)}) belong to no run or model, such as ${orphans[0]}. 'trackbook gc' removes them.`
    );
  }
  terminal.say(
    problems.length === 0
      ? 'The store is whole.'
      : `${counted(problems.length, 'problems')} found. Restore a backup, or ask for help with this list.`
  );
};

export const checkCommand: Command = {
  summary: 'look whether the store is whole',
  help,
  run
};
