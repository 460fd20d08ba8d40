import {
  lastFrames,
  type ColumnRecord,
  type FrameRecord
} from './data-record.js';
import { driftOf, type Drift } from './drift.js';

export type FrameDifference =
  | { kind: 'added'; name: string; after: FrameRecord }
  | { kind: 'removed'; name: string; before: FrameRecord }
  | {
      kind: 'same' | 'changed' | 'unknown';
      name: string;
      before: FrameRecord;
      after: FrameRecord;
      /** Of the columns that both have, those that differ. */
      columns: ColumnDifference[];
      addedColumns: string[];
      removedColumns: string[];
      /** The same columns stand in another order. */
      isReordered: boolean;
    };

export type ColumnDifference = {
  name: string;
  before: ColumnRecord;
  after: ColumnRecord;
  typeDiffers: boolean;
  missingDiffers: boolean;
  rangeDiffers: boolean;
  drift: Drift | null;
};

/** Frames matched by name, each as it was last; what differs stands first. */
export function compareFrames(
  before: readonly FrameRecord[],
  after: readonly FrameRecord[]
): FrameDifference[] {
  const old = new Map(lastFrames(before).map(frame => [frame.name, frame]));
  const current = lastFrames(after);
  const names = new Set(current.map(({ name }) => name));
  const gone = [...old.values()].filter(({ name }) => !names.has(name));
  return [
    ...current.map((frame): FrameDifference => {
      const was = old.get(frame.name);
      return was
        ? compareFrame(was, frame)
        : { kind: 'added', name: frame.name, after: frame };
    }),
    ...gone.map((frame): FrameDifference => ({
      kind: 'removed',
      name: frame.name,
      before: frame
    }))
  ].sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
}

const ORDER: FrameDifference['kind'][] = [
  'changed',
  'added',
  'removed',
  'unknown',
  'same'
];

function compareFrame(
  before: FrameRecord,
  after: FrameRecord
): FrameDifference {
  const old = columnsByName(before);
  const current = columnsByName(after);
  const both = [...current.keys()].filter(name => old.has(name));
  const columns = both.flatMap(
    name => compareColumn(name, old.get(name)!, current.get(name)!) ?? []
  );
  const addedColumns = [...current.keys()].filter(name => !old.has(name));
  const removedColumns = [...old.keys()].filter(name => !current.has(name));
  const isReordered = [...old.keys()]
    .filter(name => current.has(name))
    .some((name, i) => name !== both[i]);
  const differs =
    before.rows !== after.rows ||
    columns.length + addedColumns.length + removedColumns.length > 0 ||
    isReordered;
  return {
    kind: differs ? 'changed' : unchanged(before, after),
    name: after.name,
    before,
    after,
    columns,
    addedColumns,
    removedColumns,
    isReordered
  };
}

/** A second column of the same name is `name (2)`. */
function columnsByName({ columns }: FrameRecord): Map<string, ColumnRecord> {
  const seen = new Map<string, number>();
  return new Map(
    columns.map(column => {
      const nth = (seen.get(column.name) ?? 0) + 1;
      seen.set(column.name, nth);
      return [nth === 1 ? column.name : `${column.name} (${nth})`, column];
    })
  );
}

/** Nothing differs that was looked at; without digests that does not mean that all is the same. */
function unchanged(
  before: FrameRecord,
  after: FrameRecord
): 'same' | 'unknown' | 'changed' {
  if (before.digest === null || after.digest === null) {
    return 'unknown';
  }
  return before.digest === after.digest ? 'same' : 'changed';
}

/** Null for a column that is the same in both, as far as is known. */
function compareColumn(
  name: string,
  before: ColumnRecord,
  after: ColumnRecord
): ColumnDifference | null {
  const typeDiffers = before.dtype !== after.dtype;
  const valuesDiffer =
    before.digest !== null &&
    after.digest !== null &&
    before.digest !== after.digest;
  if (!typeDiffers && !valuesDiffer) {
    return null;
  }
  return {
    name,
    before,
    after,
    typeDiffers,
    missingDiffers: before.missing !== after.missing,
    rangeDiffers: before.min !== after.min || before.max !== after.max,
    drift: valuesDiffer ? driftOf(before, after) : null
  };
}
