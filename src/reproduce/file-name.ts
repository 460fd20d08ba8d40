import type { Run } from '../client/index.js';

/** File systems take 255 bytes; there may be a number to add. */
const MAX_BYTES = 200;

/** `duration-baseline.ipynb`: the notebook that a run came from, and the run, as one file name. */
export const notebookFileName = ({ name, tags }: Run): string => {
  const notebook = (tags['trackbook.notebook'] ?? '')
    .replace(/^.*\//, '')
    .replace(/\.ipynb$/, '');
  const stem = [notebook, name]
    .map(part => part.trim().replace(/[\s\p{Cc}/\\:*?"<>|]+/gu, '-'))
    .filter(part => part !== '')
    .join('-')
    .replace(/^\.+/, '');
  return `${shortened(stem) || 'run'}.ipynb`;
};

const shortened = (text: string): string => {
  let [short, bytes] = ['', 0];
  for (const letter of text) {
    bytes += new TextEncoder().encode(letter).length;
    if (bytes > MAX_BYTES) {
      break;
    }
    short += letter;
  }
  return short;
};
