import type { TableWords } from '../migrations/migration.js';

export const sqliteWords: TableWords = {
  id: 'INTEGER PRIMARY KEY',
  newestId: 'INTEGER PRIMARY KEY AUTOINCREMENT',
  integer: 'INTEGER',
  bigint: 'INTEGER',
  real: 'REAL',
  text: 'TEXT',
  table: 'STRICT',
  clusteredTable: 'STRICT, WITHOUT ROWID',
  // Looking into the primary key for each run is quick.
  paramsByValue: '',
  // SQLite stores NaN as NULL, so NaN is value 0 with a flag.
  history: `
    CREATE TABLE metrics (
      run INTEGER NOT NULL,
      key INTEGER NOT NULL,
      step INTEGER NOT NULL,
      timestamp INTEGER NOT NULL,
      value REAL NOT NULL,
      is_nan INTEGER NOT NULL,
      PRIMARY KEY (run, key, step, timestamp, value, is_nan)
    ) STRICT, WITHOUT ROWID;
  `
};
