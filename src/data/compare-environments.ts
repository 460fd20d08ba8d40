import type { EnvironmentRecord } from './environment-record.js';

/** One thing about two environments that differs; null where one has no such thing. */
export type EnvironmentDifference = {
  name: string;
  before: string | null;
  after: string | null;
};

/** Python, system, processors and commit, where they differ. */
export function compareEnvironments(
  before: EnvironmentRecord,
  after: EnvironmentRecord
): EnvironmentDifference[] {
  const old = environmentFacts(before);
  const current = environmentFacts(after);
  return differences(new Map(old), new Map(current));
}

/** Packages that only one has, or in another version. */
export function comparePackages(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>
): EnvironmentDifference[] {
  return differences(before, after).sort((a, b) =>
    a.name.localeCompare(b.name)
  );
}

/** An environment as names and texts, in the order to show. */
export function environmentFacts(
  environment: EnvironmentRecord
): [string, string][] {
  const { python, system, cpu, memory, gpus, git } = environment;
  return [
    ['Python', `${python.implementation} ${python.version}`.trim()],
    ['System', `${system.name} ${system.release} ${system.machine}`.trim()],
    ['Processor', cpu.model ?? ''],
    ['Cores', cpu.cores === null ? '' : String(cpu.cores)],
    ['Memory', memory === null ? '' : gigabytes(memory)],
    ['GPU', gpus.map(gpuText).join(', ')],
    ['Branch', git?.branch ?? ''],
    ['Commit', git?.commit ?? ''],
    [
      'Uncommitted changes',
      git?.dirty === true ? 'yes' : git?.dirty === false ? 'no' : ''
    ]
  ].filter((fact): fact is [string, string] => fact[1] !== '');
}

function gpuText({ name, memory, driver }: EnvironmentRecord['gpus'][0]) {
  const details = [
    memory === null ? '' : gigabytes(memory),
    driver === null ? '' : `driver ${driver}`
  ].filter(Boolean);
  return details.length > 0 ? `${name} (${details.join(', ')})` : name;
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}

function differences(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>
): EnvironmentDifference[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names]
    .map(name => ({
      name,
      before: before.get(name) ?? null,
      after: after.get(name) ?? null
    }))
    .filter(difference => difference.before !== difference.after);
}
