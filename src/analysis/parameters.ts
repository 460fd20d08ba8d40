import { parser } from '@lezer/python';
import { prepare } from './python/prepare.js';

/** The cell by which `trackbook run` sets what a notebook's cell of parameters names. */
export const INJECTED_CELL = 'injected-parameters';

/** A source without the values of its assignments to parameters, which whoever runs it may set. */
export const withoutValues = (
  source: string,
  parameters: readonly string[]
): string => {
  const { text } = prepare(source);
  const spans: [from: number, to: number][] = [];
  const statements = parser.parse(text).topNode.getChildren('AssignStatement');
  for (const statement of statements) {
    const equals = statement.getChild('AssignOp');
    const isSet = statement
      .getChildren('VariableName', null, 'AssignOp')
      .some(({ from, to }) => parameters.includes(text.slice(from, to)));
    if (equals && isSet) {
      spans.push([equals.to, statement.to]);
    }
  }
  return spans.reduceRight(
    (rest, [from, to]) => rest.slice(0, from) + rest.slice(to),
    source
  );
};
