/**
 * What a run read and made, as the kernel's hook stores it in `trackbook/data.json`, version 1:
 *
 *     {
 *       "version": 1,
 *       "session": "<id>",
 *       "files": [{
 *         "path": below the folder of Jupyter where it lies there, else absolute; a URL for what came from elsewhere,
 *         "kind": "local" or "remote",
 *         "use": "input" (read), "intermediate" (written by this session, then read) or "output" (written),
 *         "size": bytes or null, "modified_at": Unix milliseconds or null,
 *         "sha256": hexadecimal or null, "note": why there is none, or null,
 *         "readers": ["pandas.read_parquet", "open"],
 *         "executions": [seq of cells.json, in which it was read or written]
 *       }],
 *       "frames": [{
 *         "name": the variable's, or the dataset's that was logged,
 *         "library": "pandas", "polars", "pyarrow" or "numpy",
 *         "use": "assigned", "used" (named in the cell) or "logged" (given to mlflow.log_input),
 *         "context": what mlflow.log_input was told, or null,
 *         "execution": seq of cells.json, after which it looked so,
 *         "rows": number, "shape": lengths of an array, or null for a frame, "digest": of names, types and all values, or null, "note": why there is none, or null,
 *         "columns": [{
 *           "name", "dtype", "digest": of all its values or null, "missing": number or null,
 *           "distinct": number or null, "sampled": whether distinct, quantiles and top come from a part of the rows,
 *           "min", "max": number, or text for times, or null, "mean", "std": number or null,
 *           "quantiles": 21 numbers from the least to the greatest, or [],
 *           "top": [[text, count]], the most frequent first
 *         }]
 *       }],
 *       "left_out": [{"execution": seq, "note": what of it was too much to be recorded at all}]
 *     }
 *
 * An array of at most 500 columns has these by their number, one of records its fields, and any other all values
 * as one column `values`.
 *
 * Everything the session did until the run ended is in it; `ofExecutions` keeps what some executions did.
 */
export type DataRecord = {
  session: string;
  files: FileRecord[];
  frames: FrameRecord[];
  leftOut: LeftOut[];
};

/** What of an execution there was too much of to be recorded. */
export type LeftOut = { execution: number; note: string };

export type FileRecord = {
  path: string;
  kind: 'local' | 'remote';
  use: 'input' | 'intermediate' | 'output';
  size: number | null;
  modifiedAt: number | null;
  sha256: string | null;
  note: string | null;
  readers: string[];
  executions: number[];
};

export type FrameRecord = {
  name: string;
  library: string;
  use: 'assigned' | 'used' | 'logged';
  context: string | null;
  execution: number;
  rows: number;
  shape: number[] | null;
  digest: string | null;
  note: string | null;
  columns: ColumnRecord[];
};

export type ColumnRecord = {
  name: string;
  dtype: string;
  digest: string | null;
  missing: number | null;
  distinct: number | null;
  sampled: boolean;
  min: number | string | null;
  max: number | string | null;
  mean: number | null;
  std: number | null;
  quantiles: number[];
  top: [string, number][];
};

export const DATA_FILE = 'trackbook/data.json';

/** A record that a later Trackbook wrote, or something else under its name. */
export class UnreadableDataRecord extends Error {}

type WireRecord = {
  version?: number;
  session?: string;
  files?: (Partial<FileRecord> & { modified_at?: number | null })[];
  frames?: (Partial<Omit<FrameRecord, 'columns'>> & {
    columns?: Partial<ColumnRecord>[];
  })[];
  left_out?: Partial<LeftOut>[];
};

/** Read the text of `trackbook/data.json`. */
export function parseDataRecord(text: string): DataRecord {
  const {
    version,
    session = '',
    files = [],
    frames = [],
    left_out = []
  } = wireRecord(text);
  if (version !== 1) {
    throw new UnreadableDataRecord(
      `${DATA_FILE} has version ${version}; this Trackbook reads version 1.`
    );
  }
  return {
    session,
    files: files.map(wire => ({
      path: wire.path ?? '',
      kind: wire.kind ?? 'local',
      use: wire.use ?? 'input',
      size: wire.size ?? null,
      modifiedAt: wire.modified_at ?? null,
      sha256: wire.sha256 ?? null,
      note: wire.note ?? null,
      readers: wire.readers ?? [],
      executions: wire.executions ?? []
    })),
    frames: frames.map(wire => ({
      name: wire.name ?? '',
      library: wire.library ?? '',
      use: wire.use ?? 'used',
      context: wire.context ?? null,
      execution: wire.execution ?? 0,
      rows: wire.rows ?? 0,
      shape: wire.shape ?? null,
      digest: wire.digest ?? null,
      note: wire.note ?? null,
      columns: (wire.columns ?? []).map(columnRecord)
    })),
    leftOut: left_out.map(({ execution = 0, note = '' }) => ({
      execution,
      note
    }))
  };
}

/** What these executions read and made: those of a slice, or of the run alone. */
export function ofExecutions(
  record: DataRecord,
  executions: Iterable<number>
): DataRecord {
  const kept = new Set(executions);
  return {
    ...record,
    files: record.files.filter(file =>
      file.executions.some(seq => kept.has(seq))
    ),
    frames: record.frames.filter(frame => kept.has(frame.execution)),
    leftOut: record.leftOut.filter(({ execution }) => kept.has(execution))
  };
}

/** What of a record is not in a part of it, nor looked as it does there. */
export function restOf(record: DataRecord, part: DataRecord): DataRecord {
  const looks = ({ name, digest }: FrameRecord) => `${digest} ${name}`;
  const known = new Set(part.frames.map(looks));
  return {
    ...record,
    files: record.files.filter(file => !part.files.includes(file)),
    frames: record.frames.filter(frame => !known.has(looks(frame))),
    leftOut: record.leftOut.filter(note => !part.leftOut.includes(note))
  };
}

/** Of each name the frame as it was last. */
export function lastFrames(frames: readonly FrameRecord[]): FrameRecord[] {
  return [...new Map(frames.map(frame => [frame.name, frame])).values()];
}

function columnRecord(wire: Partial<ColumnRecord>): ColumnRecord {
  return {
    name: wire.name ?? '',
    dtype: wire.dtype ?? '',
    digest: wire.digest ?? null,
    missing: wire.missing ?? null,
    distinct: wire.distinct ?? null,
    sampled: wire.sampled ?? false,
    min: wire.min ?? null,
    max: wire.max ?? null,
    mean: wire.mean ?? null,
    std: wire.std ?? null,
    quantiles: wire.quantiles ?? [],
    top: wire.top ?? []
  };
}

function wireRecord(text: string): WireRecord {
  try {
    const content: unknown = JSON.parse(text);
    if (typeof content === 'object' && content !== null) {
      return content as WireRecord;
    }
  } catch (cause) {
    throw new UnreadableDataRecord(`${DATA_FILE} is no JSON.`, { cause });
  }
  throw new UnreadableDataRecord(`${DATA_FILE} is no JSON object.`);
}
