/** How a database calls what tables are made of. */
export interface TableWords {
  /** An integer that names the row and is given by the database. */
  id: string;
  /** The same, where a number is never given twice. */
  newestId: string;
  integer: string;
  bigint: string;
  real: string;
  /** Text that is compared byte by byte. */
  text: string;
  /** Ends the definition of a table. */
  table: string;
  /** Ends the definition of a table whose rows lie in the order of their primary key. */
  clusteredTable: string;
  /** Defines how runs are found by a param, beside the primary key of `params`. */
  paramsByValue: string;
  /** Defines `metrics`, every point that was logged. */
  history: string;
}

/** One step of the schema, for both databases; never edited once released. */
export interface Migration {
  name: string;
  sql: (words: TableWords) => string;
}
