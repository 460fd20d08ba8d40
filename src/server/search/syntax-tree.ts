/** What a filter or an ordering speaks of. */
export type FieldKind = 'attribute' | 'metric' | 'param' | 'tag' | 'dataset';

export interface Field {
  kind: FieldKind;
  key: string;
}

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

export interface Ordering {
  field: Field;
  ascending: boolean;
}
