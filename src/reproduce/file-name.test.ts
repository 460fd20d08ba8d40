import { sampleRun } from '../testing/sample-runs.js';
import { notebookFileName } from './file-name.js';

const nameOf = (name: string, notebook?: string) =>
  notebookFileName(
    sampleRun({
      name,
      tags: notebook === undefined ? {} : { 'trackbook.notebook': notebook }
    })
  );

it.each([
  ['baseline', 'taxi/duration.ipynb', 'duration-baseline.ipynb'],
  ['baseline', undefined, 'baseline.ipynb'],
  ['', 'duration.ipynb', 'duration.ipynb'],
  ['', undefined, 'run.ipynb'],
  ['depth=4, rate=0.1', undefined, 'depth=4,-rate=0.1.ipynb'],
  ['a/b\\c: *?"<>|d', undefined, 'a-b-c-d.ipynb'],
  ['../../etc/passwd', undefined, '-..-etc-passwd.ipynb'],
  ['.hidden', undefined, 'hidden.ipynb'],
  ['line\nand\0null\u0007', undefined, 'line-and-null-.ipynb'],
  ['Größe 東京', undefined, 'Größe-東京.ipynb']
])('%j of %j is %s', (name, notebook, expected) => {
  expect(nameOf(name, notebook)).toBe(expected);
});

it.each(['x', '東', '🚕'])('has room in every file system: %s', letter => {
  const name = nameOf(letter.repeat(500));
  expect(Buffer.byteLength(name)).toBeLessThan(220);
  expect(Buffer.byteLength(name)).toBeGreaterThan(190);
  // No half of a letter is left.
  expect(Buffer.from(name).toString()).toBe(name);
});
