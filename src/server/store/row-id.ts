const MAX_ROW_ID = 2 ** 31 - 1;

/** Whether a number from outside can be the id of a row: PostgreSQL refuses any other. */
export const isRowId = (id: number): boolean =>
  Number.isInteger(id) && Math.abs(id) <= MAX_ROW_ID;

/** What is found where nothing can be. */
export const noRow = Promise.resolve(undefined);
