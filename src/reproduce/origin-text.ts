import type { Run } from '../client/index.js';
import {
  ofExecutions,
  parseDataRecord,
  type FileRecord
} from '../data/index.js';
import type { RunRecord } from './run-record.js';
import type { RunSlice, SlicedExecution } from './run-slice.js';

/** What the hook writes in the place of a secret. */
const MASK = '***masked***';

/** Where the cells of a slice come from, in Markdown. */
export const originText = (
  { run, data }: RunRecord,
  { session, executions }: RunSlice
): string => {
  const facts = [
    ['Run', `${plain(run.name)} (\`${run.runId}\`)`],
    ['Notebook', plain(run.tags['trackbook.notebook'] ?? '')],
    ['Date', dateOf(run)],
    ['Commit', commitOf(run)],
    ['Python', plain(session.languageVersion)],
    ['Data', dataOf(run, filesOf(data, executions))]
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

const filesOf = (
  data: string | null,
  executions: readonly SlicedExecution[]
): FileRecord[] =>
  data === null
    ? []
    : ofExecutions(
        parseDataRecord(data),
        executions.map(({ seq }) => seq)
      ).files;

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

const dataOf = (run: Run, files: readonly FileRecord[]): string => {
  const read = files
    .filter(({ use }) => use === 'input')
    .map(({ path, sha256 }) => named(path, sha256?.slice(0, 10)));
  const logged = run.datasets.map(({ name, digest }) => named(name, digest));
  return [...new Set([...read, ...logged])].join(', ');
};

const named = (name: string, digest: string | undefined): string =>
  plain(digest ? `${name} (${digest})` : name);

/** A text as it is, whatever Markdown would make of it. */
const plain = (text: string): string =>
  text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]<>|#~$]/g, '\\$&');
