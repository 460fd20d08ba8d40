import type { Run } from '../client/index.js';
import type { RunRecord } from './run-record.js';
import type { RunSlice } from './run-slice.js';

/** What the hook writes in the place of a secret. */
const MASK = '***masked***';

/** Where the cells of a slice come from, in Markdown. */
export const originText = (
  { run }: RunRecord,
  { session, executions }: RunSlice
): string => {
  const facts = [
    ['Run', `${plain(run.name)} (\`${run.runId}\`)`],
    ['Notebook', plain(run.tags['trackbook.notebook'] ?? '')],
    ['Date', dateOf(run)],
    ['Commit', commitOf(run)],
    ['Python', plain(session.languageVersion)],
    ['Data', dataOf(run)]
  ].filter(([, value]) => value !== '');
  return [
    `# Run ${plain(run.name)}`,
    '',
    'The cells that this run depends on, as they ran and in the order in which they ran.',
    '',
    '| | |',
    '|---|---|',
    ...facts.map(([name, value]) => `| ${name} | ${value} |`),
    ...(executions.some(({ source }) => source.includes(MASK))
      ? [
          '',
          `Secrets were not stored: write them in the place of \`${MASK}\` before you run this.`
        ]
      : [])
  ].join('\n');
};

const dateOf = ({ startedAt }: Run): string =>
  startedAt === null
    ? ''
    : `${new Date(startedAt).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

const commitOf = ({ tags }: Run): string => {
  const id = tags['mlflow.source.git.commit'];
  return id
    ? `\`${id}\`${tags['trackbook.git.dirty'] === 'true' ? ', with uncommitted changes' : ''}`
    : '';
};

const dataOf = ({ datasets }: Run): string =>
  datasets
    .map(({ name, digest }) => plain(digest ? `${name} (${digest})` : name))
    .join(', ');

/** A text as it is, whatever Markdown would make of it. */
const plain = (text: string): string =>
  text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]<>|#~$]/g, '\\$&');
