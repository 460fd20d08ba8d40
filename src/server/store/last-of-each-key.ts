/** For an upsert of many rows at once, which may not touch one twice. */
export const lastOfEachKey = <Row extends { key: string }>(
  rows: readonly Row[]
): readonly Row[] =>
  rows.length > 1
    ? [...new Map(rows.map(row => [row.key, row])).values()]
    : rows;
