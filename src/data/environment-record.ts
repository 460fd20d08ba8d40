/**
 * Where a run ran, as the kernel's hook stores it in `trackbook/environment.json`, version 1:
 *
 *     {
 *       "version": 1,
 *       "python": {"version", "implementation"},
 *       "system": {"name", "release", "machine"},
 *       "cpu": {"model": text or null, "cores": number or null}, "memory": bytes or null,
 *       "gpus": [{"name", "memory": bytes or null, "driver": text or null}],
 *       "git": {"commit", "branch": text or null, "dirty": boolean or null,
 *               "diff": null, "stored" (trackbook/uncommitted.diff), "cut" (its beginning is stored)} or null
 *     }
 *
 * Environment variables are never part of it.
 */
export type EnvironmentRecord = {
  python: { version: string; implementation: string };
  system: { name: string; release: string; machine: string };
  cpu: { model: string | null; cores: number | null };
  memory: number | null;
  gpus: { name: string; memory: number | null; driver: string | null }[];
  git: {
    commit: string;
    branch: string | null;
    dirty: boolean | null;
    diff: 'stored' | 'cut' | null;
  } | null;
};

export const ENVIRONMENT_FILE = 'trackbook/environment.json';
export const REQUIREMENTS_FILE = 'trackbook/requirements.txt';
export const DIFF_FILE = 'trackbook/uncommitted.diff';

/** The record is no JSON, or a later Trackbook wrote it. */
export class UnreadableEnvironment extends Error {}

/** Read the text of `trackbook/environment.json`. */
export function parseEnvironment(text: string): EnvironmentRecord {
  const wire = wireRecord(text);
  if (wire.version !== 1) {
    throw new UnreadableEnvironment(
      `${ENVIRONMENT_FILE} has version ${wire.version}; this Trackbook reads version 1.`
    );
  }
  return {
    python: { version: '', implementation: '', ...wire.python },
    system: { name: '', release: '', machine: '', ...wire.system },
    cpu: { model: null, cores: null, ...wire.cpu },
    memory: wire.memory ?? null,
    gpus: (wire.gpus ?? []).map(gpu => ({ ...gpu })),
    git: wire.git ? { ...wire.git } : null
  };
}

/** The packages of a requirements file with their versions. */
export function parseRequirements(text: string): Map<string, string> {
  return new Map(
    text.split('\n').flatMap((line): [string, string][] => {
      const [name, version] = line.split('==');
      return version === undefined ? [] : [[name.trim(), version.trim()]];
    })
  );
}

type WireRecord = Partial<EnvironmentRecord> & { version?: number };

function wireRecord(text: string): WireRecord {
  try {
    return (JSON.parse(text) as WireRecord | null) ?? {};
  } catch (cause) {
    throw new UnreadableEnvironment(`${ENVIRONMENT_FILE} is no JSON.`, {
      cause
    });
  }
}
