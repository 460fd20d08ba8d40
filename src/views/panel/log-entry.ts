import type { TrackbookClient } from '../../client/index.js';
import { BY_HAND_TAG, withByHand } from '../../reproduce/by-hand.js';
import type { Translation } from '../common/translation.js';

export const ENTRY_KINDS = ['metric', 'param', 'tag', 'note'] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

/** What the user wants to write down about a run; a note has no key. */
export type LogEntry = { kind: EntryKind; key: string; value: string };

/** MLflow keeps a run's description in this tag. */
const NOTE_TAG = 'mlflow.note.content';

const KEY = /^[\w\-./: ]+$/;
const MAX_KEY = 250;
const MAX_VALUE: Record<EntryKind, number> = {
  metric: 40,
  param: 6_000,
  tag: 8_000,
  note: 8_000
};
const NUMBER =
  /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$|^[+-]?(nan|inf|infinity)$/i;

/** What is wrong with an entry, or null when it can be logged. */
export function faultOf(
  { kind, key, value }: LogEntry,
  trans: Translation
): string | null {
  if (kind !== 'note') {
    const fault = faultOfKey(key.trim(), trans);
    if (fault) {
      return fault;
    }
  }
  if (value.trim() === '') {
    return kind === 'note'
      ? trans.__('Write the note first.')
      : trans.__('Give a value.');
  }
  if (kind === 'metric' && !NUMBER.test(value.trim())) {
    return trans.__('A metric is a number, such as 0.93 or 1e-4.');
  }
  if (value.length > MAX_VALUE[kind]) {
    return trans.__('At most %1 characters fit.', MAX_VALUE[kind]);
  }
  return null;
}

/** Writes an entry that has no fault. */
export async function log(
  client: TrackbookClient,
  runId: string,
  entry: LogEntry
): Promise<void> {
  const key = entry.key.trim();
  const value = entry.value.trim();
  switch (entry.kind) {
    case 'metric':
      await client.runs.logMetrics(runId, [{ key, value: toNumber(value) }]);
      return noteByHand(client, runId, 'metrics', key);
    case 'param':
      await client.runs.logParams(runId, { [key]: value });
      return noteByHand(client, runId, 'params', key);
    case 'tag':
      return client.runs.setTag(runId, key, value);
    case 'note':
      return client.runs.setTag(runId, NOTE_TAG, value);
  }
}

/** A reproduction runs the cells of the run, and these did not log the value. */
async function noteByHand(
  client: TrackbookClient,
  runId: string,
  kind: 'metrics' | 'params',
  key: string
): Promise<void> {
  const run = await client.runs.get(runId);
  await client.runs.setTag(runId, BY_HAND_TAG, withByHand(run, kind, key));
}

export function toNumber(text: string): number {
  const word = text.toLowerCase().replace('+', '');
  if (word.endsWith('inf') || word.endsWith('infinity')) {
    return word.startsWith('-') ? -Infinity : Infinity;
  }
  return Number(text);
}

function faultOfKey(key: string, trans: Translation): string | null {
  if (key === '') {
    return trans.__('Give a name.');
  }
  if (key.length > MAX_KEY) {
    return trans.__('A name has at most %1 characters.', MAX_KEY);
  }
  if (!KEY.test(key)) {
    return trans.__(
      'A name is made of letters, digits, spaces and the characters _ - . / :'
    );
  }
  return null;
}
