const NAME = /[\p{L}_][\p{L}\p{N}_]*/gu;

/** The variable at a place in a line of Python: of `model.coef_` it is `model`. */
export function nameAt(line: string, column: number): string | null {
  for (const match of line.matchAll(/[\p{L}_][\p{L}\p{N}_.]*/gu)) {
    const start = match.index;
    if (start <= column && column <= start + match[0].length) {
      return match[0].match(NAME)?.[0] ?? null;
    }
  }
  return null;
}
