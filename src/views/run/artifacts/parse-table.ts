/** Rows of a CSV or TSV text, quotes and all; at most `limit` of them. */
export function parseTable(
  text: string,
  separator: string,
  limit = Infinity
): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let index = 0; index < text.length && rows.length < limit; index += 1) {
    const letter = text[index];
    if (isQuoted) {
      if (letter === '"' && text[index + 1] === '"') {
        cell += '"';
        index += 1;
      } else if (letter === '"') {
        isQuoted = false;
      } else {
        cell += letter;
      }
    } else if (letter === '"' && cell === '') {
      isQuoted = true;
    } else if (letter === separator) {
      row.push(cell);
      cell = '';
    } else if (letter === '\n') {
      rows.push([...row, cell.replace(/\r$/, '')]);
      row = [];
      cell = '';
    } else {
      cell += letter;
    }
  }
  if (rows.length < limit && (row.length > 0 || cell !== '')) {
    rows.push([...row, cell]);
  }
  return rows;
}
