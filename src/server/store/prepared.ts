import type { CompiledQuery } from 'kysely';
import type { Compilable, QueryBuilder } from './tx.js';

/** Stands in a compiled query where a value of the same name goes. */
class Placeholder {
  constructor(readonly name: string) {}
}

/** A query that is compiled once and run with other values each time. */
export interface Prepared<Values, Row> {
  compile(db: QueryBuilder): CompiledQuery<Row>;
  readonly values?: Values;
}

/** `build` gets placeholders of the values' types and writes the query with them. */
export const prepared = <Values, Row>(
  build: (db: QueryBuilder, values: Values) => Compilable<Row>
): Prepared<Values, Row> => ({
  compile: db => build(db, placeholders as Values).compile()
});

const placeholders: unknown = new Proxy(
  {},
  { get: (_, name) => new Placeholder(String(name)) }
);

/**
 * Makes the function that lays values out as the parameters of a compiled query, each as `encode`
 * says. It hands out the same array each time: statements read it before the next call.
 */
export const binder = (
  parameters: readonly unknown[],
  encode: (value: unknown) => unknown
): ((values: Record<string, unknown>) => unknown[]) => {
  const bound = parameters.map(encode);
  const places = parameters.flatMap((parameter, place) =>
    parameter instanceof Placeholder ? [{ place, name: parameter.name }] : []
  );
  return values => {
    for (const { place, name } of places) {
      bound[place] = encode(values[name]);
    }
    return bound;
  };
};
