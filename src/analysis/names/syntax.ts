import type { parser } from '@lezer/python';

export type SyntaxNode = ReturnType<typeof parser.parse>['topNode'];

export const children = (node: SyntaxNode): SyntaxNode[] => {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) {
    found.push(child);
  }
  return found;
};

const MARKS = new Set(['(', ')', '[', ']', '{', '}', ',', ':', '*', '**', '.']);

/** Whether a node is an expression, and not a sign between or around expressions. */
export const isExpression = (node: SyntaxNode): boolean =>
  !MARKS.has(node.name) && !node.type.isError && node.name !== 'Comment';

export const elements = (node: SyntaxNode): SyntaxNode[] =>
  children(node).filter(isExpression);

/** The children between signs such as `=`. */
export const split = (
  nodes: readonly SyntaxNode[],
  separator: string
): SyntaxNode[][] => {
  const parts: SyntaxNode[][] = [[]];
  for (const node of nodes) {
    if (node.name === separator) {
      parts.push([]);
    } else {
      parts.at(-1)!.push(node);
    }
  }
  return parts;
};

/** Python takes letters that look alike for the same. */
export const identifier = (text: string): string => text.normalize('NFKC');
