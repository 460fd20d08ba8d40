/** What a filter or an ordering speaks of. */
export type FieldKind = 'attribute' | 'metric' | 'param' | 'tag' | 'dataset';

export interface Field {
  kind: FieldKind;
  key: string;
  /** What of a metric's history is meant, if not its latest value. */
  history?: History;
}

export const HISTORY = ['min', 'max', 'first', 'last'] as const;
export type History = (typeof HISTORY)[number];

export type NumberOperator = '=' | '!=' | '<' | '<=' | '>' | '>=';
export type TextOperator = '=' | '!=' | 'LIKE' | 'ILIKE';
export type ListOperator = 'IN' | 'NOT IN';
export type NullOperator = 'IS NULL' | 'IS NOT NULL';
export type Operator =
  NumberOperator | TextOperator | ListOperator | NullOperator;

export type Test =
  | { type: 'number'; operator: NumberOperator; value: number | bigint }
  | { type: 'text'; operator: TextOperator; value: string }
  | { type: 'list'; operator: ListOperator; values: string[] }
  | { type: 'null'; operator: NullOperator };

export interface Comparison {
  field: Field;
  test: Test;
}

/** All comparisons must hold. */
export type Filter = Comparison[];

/** A field whose text a regular expression matches somewhere. */
export interface PatternComparison {
  field: Field;
  pattern: string;
}

/** A field whose number lies between two others, or is one of them. */
export interface RangeComparison {
  field: Field;
  low: number | bigint;
  high: number | bigint;
}

/** What Trackbook's own search understands beyond MLflow's. */
export type Condition =
  | Comparison
  | PatternComparison
  | RangeComparison
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition };

export interface Ordering {
  field: Field;
  ascending: boolean;
}
