import type { ColumnDifference, FrameDifference } from './compare-frames.js';
import type { FileDifference } from './compare-files.js';
import type { ColumnRecord, FrameRecord } from './data-record.js';

/** What the two runs are called; they may have one name. */
export type RunNames = { before: string; after: string };

type Named = { runId: string; name: string };

/** Names that tell two runs apart. */
export function namesOf(before: Named, after: Named): RunNames {
  const nameOf = ({ name, runId }: Named) =>
    before.name === after.name ? `${name} (${runId.slice(0, 8)})` : name;
  return { before: nameOf(before), after: nameOf(after) };
}

// The customary limit below which a distribution counts as stable.
const NOTABLE_PSI = 0.1;

/** `changed: 1.3 MB instead of 1.1 MB`; the path is for the reader to put in front. */
export function fileInWords(
  difference: FileDifference,
  names: RunNames
): string {
  switch (difference.kind) {
    case 'same':
      return 'the same';
    case 'added':
      return `only read by ${names.after}`;
    case 'removed':
      return `only read by ${names.before}`;
    case 'moved':
      return `the same content as ${difference.before.path} had`;
    case 'unknown':
      return `perhaps changed: ${difference.after.note ?? difference.before.note ?? 'its content was not read'}`;
    case 'changed': {
      const { before, after } = difference;
      return before.size === null ||
        after.size === null ||
        before.size === after.size
        ? 'changed, of the same size'
        : `changed: ${count(before.size)} bytes before, ${count(after.size)} now`;
    }
  }
}

/** One sentence for each thing that differs about a frame as a whole. */
export function frameInWords(
  difference: FrameDifference,
  names: RunNames
): string[] {
  switch (difference.kind) {
    case 'added':
      return [`only in ${names.after}`];
    case 'removed':
      return [`only in ${names.before}`];
    case 'same':
      return ['the same'];
    case 'unknown':
      return [
        `perhaps changed: ${difference.after.note ?? difference.before.note ?? 'its values were not read'}`
      ];
    case 'changed':
      return changesInWords(difference);
  }
}

function changesInWords(
  difference: Extract<FrameDifference, { before: unknown; after: unknown }>
): string[] {
  const { before, after, addedColumns, removedColumns } = difference;
  const found: string[] = [];
  if (isImageLike(before, after)) {
    found.push(`${shapeText(before)} before, ${shapeText(after)} now`);
  } else if (before.rows !== after.rows) {
    const percent = before.rows
      ? ` (${signed((100 * (after.rows - before.rows)) / before.rows)}%)`
      : '';
    found.push(
      `${count(before.rows)} rows before, ${count(after.rows)} now${percent}`
    );
  }
  if (addedColumns.length > 0) {
    found.push(`${columns(addedColumns)} added`);
  }
  if (removedColumns.length > 0) {
    found.push(`${columns(removedColumns)} removed`);
  }
  if (difference.isReordered) {
    found.push('its columns are in another order');
  }
  if (found.length === 0) {
    found.push('other values in the same rows and columns');
  }
  return found;
}

/** Arrays of which rows and columns do not tell how they differ. */
function isImageLike(before: FrameRecord, after: FrameRecord): boolean {
  const most = Math.max(before.shape?.length ?? 0, after.shape?.length ?? 0);
  return most > 2 && shapeText(before) !== shapeText(after);
}

/** `60,000 x 28 x 28` of an array; of a frame its rows. */
export function shapeText({ shape, rows }: FrameRecord): string {
  return (shape?.length ? shape : [rows]).map(count).join(' x ');
}

/** What differs about a column, the most telling first. */
export function columnInWords(difference: ColumnDifference): string[] {
  const { before, after, drift } = difference;
  const found: string[] = [];
  if (difference.typeDiffers) {
    found.push(`type ${before.dtype} before, ${after.dtype} now`);
  }
  if (drift?.psi && drift.psi > NOTABLE_PSI) {
    found.push(`distributed differently (PSI ${number(drift.psi)})`);
  }
  if (
    before.mean !== null &&
    after.mean !== null &&
    before.mean !== after.mean
  ) {
    const shift =
      drift?.shift === null || drift?.shift === undefined
        ? ''
        : `, ${number(Math.abs(drift.shift))} standard deviations ${drift.shift < 0 ? 'lower' : 'higher'}`;
    found.push(
      `mean ${number(before.mean)} before, ${number(after.mean)} now${shift}`
    );
  }
  if (difference.rangeDiffers) {
    found.push(`range ${range(before)} before, ${range(after)} now`);
  }
  if (difference.missingDiffers) {
    found.push(
      `${missing(before.missing)} missing before, ${missing(after.missing)} now`
    );
  }
  if (before.top.length > 0 && before.distinct !== after.distinct) {
    found.push(
      `${distinct(before)} distinct values before, ${distinct(after)} now`
    );
  }
  return found.length > 0 ? found : ['other values'];
}

function columns(names: readonly string[]): string {
  return `${names.length === 1 ? 'column' : 'columns'} ${names.join(', ')}`;
}

function range({ min, max }: ColumnRecord): string {
  return min === null || max === null
    ? 'none'
    : `${bound(min)} to ${bound(max)}`;
}

function bound(value: number | string): string {
  return typeof value === 'number' ? number(value) : value;
}

function missing(value: number | null): string {
  return value === null ? 'an unknown number' : count(value);
}

function distinct({ distinct: value, sampled }: ColumnRecord): string {
  return value === null
    ? 'unknown'
    : `${sampled ? 'at least ' : ''}${count(value)}`;
}

function signed(percent: number): string {
  return `${percent < 0 ? '−' : '+'}${number(Math.abs(percent))}`;
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** Three significant digits, and whole numbers whole. */
function number(value: number): string {
  return Number.isInteger(value) || Math.abs(value) >= 1000
    ? Math.round(value).toLocaleString('en-US')
    : value.toLocaleString('en-US', { maximumSignificantDigits: 3 });
}
