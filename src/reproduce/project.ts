import { strToU8, zipSync } from 'fflate';
import { dump } from 'js-yaml';
import { parseRecord } from '../analysis/session-record.js';
import type { RunRecord } from './run-record.js';
import { sliceNotebook } from './slice-notebook.js';

// No name of the user's: a shell reads it, and MLflow puts parameters between its braces.
const NOTEBOOK = 'notebook.ipynb';

/**
 * The files of an MLflow project that runs what a run depends on: name and text of each. Throws NoSlice
 * where the cells are not known.
 */
export const projectFiles = (record: RunRecord): [string, string][] => {
  const { languageVersion } = parseRecord(record.cells ?? '{}').session;
  return [
    [NOTEBOOK, `${JSON.stringify(sliceNotebook(record), undefined, 1)}\n`],
    [
      'MLproject',
      dump({
        name: record.run.name,
        python_env: 'python_env.yaml',
        entry_points: {
          main: { command: `jupyter execute ${NOTEBOOK}` }
        }
      })
    ],
    [
      'python_env.yaml',
      dump({
        ...(languageVersion && { python: languageVersion }),
        dependencies: ['-r requirements.txt']
      })
    ],
    ['requirements.txt', requirements(record.requirements ?? '')]
  ];
};

/** What the run had, with what executes notebooks. Trackbook itself is not needed. */
const requirements = (installed: string): string => {
  const lines = installed
    .split('\n')
    .filter(line => line && !/^trackbook\b/.test(line));
  const missing = ['ipykernel', 'mlflow', 'nbclient'].filter(
    name => !lines.some(line => line.split('==')[0].toLowerCase() === name)
  );
  return [...lines, ...missing, ''].join('\n');
};

/** The same files in a folder of that name, as a ZIP archive. */
export const projectArchive = (record: RunRecord, folder: string, time: Date) =>
  zipSync(
    Object.fromEntries(
      projectFiles(record).map(([name, text]) => [
        `${folder}/${name}`,
        strToU8(text)
      ])
    ),
    { mtime: time }
  );
