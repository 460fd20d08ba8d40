import type { Run } from '../client/index.js';

const MAX_LENGTH = 120;

/** `duration-baseline.ipynb`: the notebook that a run came from, and the run, as one file name. */
export const notebookFileName = ({ name, tags }: Run): string => {
  const notebook = (tags['trackbook.notebook'] ?? '')
    .replace(/^.*\//, '')
    .replace(/\.ipynb$/, '');
  const stem = [notebook, name]
    .map(part => part.trim().replace(/[\s/\\:*?"<>|]+/g, '-'))
    .filter(part => part !== '')
    .join('-')
    .replace(/^\.+/, '')
    .slice(0, MAX_LENGTH);
  return `${stem || 'run'}.ipynb`;
};
