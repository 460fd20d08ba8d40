import type { FileRecord } from './data-record.js';

/** What became of a file from one run to another. */
export type FileDifference =
  | {
      kind: 'same' | 'changed' | 'unknown';
      before: FileRecord;
      after: FileRecord;
    }
  | { kind: 'moved'; before: FileRecord; after: FileRecord }
  | { kind: 'added'; after: FileRecord }
  | { kind: 'removed'; before: FileRecord };

/** Files that are read, matched by path, then by content; what differs stands first. */
export function compareFiles(
  before: readonly FileRecord[],
  after: readonly FileRecord[]
): FileDifference[] {
  const old = lastOfEachPath(before);
  const current = lastOfEachPath(after);
  const gone = [...old.values()].filter(file => !current.has(file.path));
  const differences = [...current.values()].map((file): FileDifference => {
    const was = old.get(file.path);
    if (was) {
      return { kind: change(was, file), before: was, after: file };
    }
    const source = gone.findIndex(
      other => file.sha256 !== null && other.sha256 === file.sha256
    );
    return source < 0
      ? { kind: 'added', after: file }
      : { kind: 'moved', before: gone.splice(source, 1)[0], after: file };
  });
  return [
    ...differences,
    ...gone.map((file): FileDifference => ({ kind: 'removed', before: file }))
  ].sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
}

const ORDER: FileDifference['kind'][] = [
  'changed',
  'added',
  'removed',
  'moved',
  'unknown',
  'same'
];

function lastOfEachPath(files: readonly FileRecord[]): Map<string, FileRecord> {
  // What a run only wrote is its result, not its data.
  const read = files.filter(file => file.use !== 'output');
  return new Map(read.map(file => [file.path, file]));
}

function change(
  before: FileRecord,
  after: FileRecord
): 'same' | 'changed' | 'unknown' {
  if (before.sha256 !== null && after.sha256 !== null) {
    return before.sha256 === after.sha256 ? 'same' : 'changed';
  }
  const sizesDiffer =
    before.size !== null && after.size !== null && before.size !== after.size;
  return sizesDiffer ? 'changed' : 'unknown';
}
