import { invalidParameter } from '../../api/errors.js';
import type { Field, FieldKind } from './syntax-tree.js';

export interface Attribute {
  key: string;
  type: 'text' | 'number' | 'integer';
  /** Whether it can be compared with a list: `run_id IN ('a', 'b')`. */
  list?: boolean;
  /** Whether its number may stand in quotes, too. */
  quoted?: boolean;
}

/** What can be searched about one kind of entity, and under which names. */
export interface Searchable {
  /** Prefixes before the first dot, by what they mean. */
  prefixes: Readonly<Record<string, FieldKind>>;
  /** How an unknown prefix is refused. */
  prefixHint: string;
  attributes: Readonly<Record<string, Attribute>>;
  /** Kinds that can be ordered by. */
  orderableKinds: readonly FieldKind[];
  /** Names in `order_by`, with the attribute each means. */
  orderable: Readonly<Record<string, string>>;
  /** Whether a name in `order_by` is always that of an attribute. */
  orderByAttributes?: boolean;
  /** Kinds that can be tested for being there at all. */
  nullable: readonly FieldKind[];
  /** Kinds that can be compared with a list, besides attributes and datasets. */
  listKinds?: readonly FieldKind[];
  /**
   * Whether texts are taken as they stand, but for single quotes around them, and lists as Python's,
   * which may be empty and hold numbers: so has MLflow it for logged models.
   */
  literalTexts?: boolean;
  /** Whether `like` and `in` must be written in capitals. */
  capitalOperators?: boolean;
  /** Keys that a dataset can be searched by, where it can. */
  datasetKeys?: readonly string[];
}

/** The attributes that are ordered by under their own names. */
export const sameNames = (...names: string[]): Record<string, string> =>
  Object.fromEntries(names.map(name => [name, name]));

/** The field that an identifier of a filter names. */
export const filterField = (
  searchable: Searchable,
  prefix: string | undefined,
  key: string
): Field => {
  const kind = kindOf(searchable, prefix);
  if (kind === 'attribute') {
    const attribute = own(searchable.attributes, key);
    if (!attribute) {
      throw unknownKey('attribute', key, Object.keys(searchable.attributes));
    }
    return { kind, key: attribute.key };
  }
  const { datasetKeys = [] } = searchable;
  if (kind === 'dataset' && !datasetKeys.includes(key)) {
    throw unknownKey('dataset', key, datasetKeys);
  }
  return { kind, key };
};

/** The field that an identifier of an ordering names. */
export const orderField = (
  searchable: Searchable,
  prefix: string | undefined,
  key: string
): Field => {
  const kind = kindOf(searchable, prefix);
  if (!searchable.orderableKinds.includes(kind)) {
    throw invalidParameter(`Invalid order_by entity: ${kind}`);
  }
  if (kind !== 'attribute') {
    return { kind, key };
  }
  const attribute = own(searchable.orderable, key);
  if (!attribute) {
    const what = searchable.orderByAttributes ? 'order by' : 'attribute';
    throw unknownKey(what, key, Object.keys(searchable.orderable));
  }
  return { kind, key: attribute };
};

export const attributeOf = (searchable: Searchable, key: string): Attribute =>
  Object.values(searchable.attributes).find(
    attribute => attribute.key === key
  )!;

/** What a record has under a name itself: a key may also be called `constructor`. */
const own = <T>(record: Readonly<Record<string, T>>, name: string) =>
  Object.hasOwn(record, name) ? record[name] : undefined;

const kindOf = (
  searchable: Searchable,
  prefix: string | undefined
): FieldKind => {
  const kind =
    prefix === undefined ? 'attribute' : own(searchable.prefixes, prefix);
  if (!kind) {
    throw invalidParameter(
      `Invalid entity type '${prefix}'. ${searchable.prefixHint}`
    );
  }
  return kind;
};

const unknownKey = (what: string, key: string, valid: readonly string[]) =>
  invalidParameter(
    `Invalid ${what} key '${key}' specified. Valid keys are '{${valid.map(name => `'${name}'`).join(', ')}}'`
  );
