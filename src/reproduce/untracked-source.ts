const TRACK_LINE = /^\s*%%track(?:[ \t][^\n]*)?(?:\n|$)/;
const RECORDING_LINE = /^([ \t]*)%track_(?:start|stop)\b[^\n]*(?:\n|$)/gm;

/** A source without the lines that would make it a run of its own, or part of a recording. */
export const untrackedSource = (source: string): string =>
  source
    .replace(TRACK_LINE, '')
    // A block must not be left without a statement.
    .replace(RECORDING_LINE, (_, indent: string) =>
      indent ? `${indent}pass\n` : ''
    );
