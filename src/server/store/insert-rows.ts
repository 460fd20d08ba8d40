import { byDialect, type ColumnType } from './dialect.js';
import type { Schema } from './schema.js';
import type { QueryBuilder } from './tx.js';

/** The type of each column that a prepared insertion fills. */
export type ColumnTypes<Row> = Record<keyof Row & string, ColumnType>;

/** `insert into` a table, fit for `Tx.runEach`; `row` holds the places of the values. */
export const insertRows = <Table extends keyof Schema, Row>(
  db: QueryBuilder,
  table: Table,
  row: Row,
  types: ColumnTypes<Row>
) =>
  db
    .insertInto(table)
    .columns(Object.keys(types) as never)
    .expression(byDialect(dialect => dialect.rows(places(row, types))));

export const places = <Row>(row: Row, types: ColumnTypes<Row>) =>
  (Object.keys(types) as (keyof Row & string)[]).map(name => ({
    name,
    type: types[name],
    place: row[name]
  }));
