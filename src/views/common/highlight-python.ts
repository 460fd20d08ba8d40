import { classHighlighter, highlightCode } from '@lezer/highlight';
import { parser } from '@lezer/python';

export type CodePart = { text: string; classes: string };

/** The lines of Python source, cut where its colour changes. */
export function highlightPython(source: string): CodePart[][] {
  const lines: CodePart[][] = [[]];
  highlightCode(
    source,
    parser.parse(source),
    classHighlighter,
    (text, classes) => lines.at(-1)!.push({ text, classes }),
    () => lines.push([])
  );
  return lines;
}
