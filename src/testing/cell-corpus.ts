import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CellNames } from '../analysis/index.js';

export interface CorpusCase {
  topic: string;
  source: string;
  expected: CellNames;
}

const folder = join(__dirname, '..', 'analysis', 'corpus');

/**
 * The hand-checked cells. Each stands above a line such as `=> defines: x y; uses: z`, or `=> nothing`;
 * a line that begins with `###` is a heading.
 */
export const readCorpus = (): CorpusCase[] =>
  readdirSync(folder)
    .filter(name => name.endsWith('.txt'))
    .flatMap(name =>
      casesOf(
        name.replace('.txt', ''),
        readFileSync(join(folder, name), 'utf8')
      )
    );

const casesOf = (topic: string, text: string): CorpusCase[] => {
  const cases: CorpusCase[] = [];
  let lines: string[] = [];
  for (const line of text.split('\n')) {
    if (line.startsWith('=>')) {
      cases.push({
        topic,
        source: lines.join('\n').replace(/^\n+/, ''),
        expected: expectation(line)
      });
      lines = [];
    } else if (!line.startsWith('###')) {
      lines.push(line);
    }
  }
  return cases;
};

const expectation = (line: string): CellNames => {
  const expected: CellNames = {
    defines: [],
    uses: [],
    mutates: [],
    deletes: [],
    imports: []
  };
  for (const part of line.slice(2).split(';')) {
    const [kind, ...names] = part.trim().split(/:?\s+/);
    if (kind in expected) {
      expected[kind as keyof CellNames] = names.sort();
    } else if (kind !== 'nothing') {
      throw new Error(`'${line}' is no expectation`);
    }
  }
  return expected;
};
