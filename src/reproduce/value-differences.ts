/** Something that two runs have not alike; null where one does not have it. */
export interface ValueDifference {
  name: string;
  a: string | null;
  b: string | null;
}

type Values = Readonly<Record<string, string>>;

/** What is not the same on both sides, by name. */
export const valueDifferences = (a: Values, b: Values): ValueDifference[] =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .sort()
    .map(name => ({ name, a: valueOf(a, name), b: valueOf(b, name) }))
    .filter(each => each.a !== each.b);

const valueOf = (values: Values, name: string): string | null =>
  Object.hasOwn(values, name) ? values[name] : null;
