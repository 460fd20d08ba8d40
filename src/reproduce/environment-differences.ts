import { parseRecord } from '../analysis/index.js';
import {
  compareEnvironments,
  comparePackages,
  parseEnvironment,
  parseRequirements,
  type EnvironmentDifference
} from '../data/index.js';
import type { RunRecord } from './run-record.js';
import { valueDifferences, type ValueDifference } from './value-differences.js';

/** What only one side has a record of is unknown, not different. */
export const environmentDifferences = (
  a: RunRecord,
  b: RunRecord
): ValueDifference[] => [
  ...(a.environment !== null && b.environment !== null
    ? compareEnvironments(
        parseEnvironment(a.environment),
        parseEnvironment(b.environment)
      ).map(valueDifference)
    : [...language(a, b), ...commit(a, b)]),
  ...(a.requirements !== null && b.requirements !== null
    ? comparePackages(
        parseRequirements(a.requirements),
        parseRequirements(b.requirements)
      ).map(valueDifference)
    : [])
];

const valueDifference = ({ name, before, after }: EnvironmentDifference) => ({
  name,
  a: before,
  b: after
});

const language = (a: RunRecord, b: RunRecord): ValueDifference[] =>
  a.cells === null || b.cells === null
    ? []
    : valueDifferences(versionOf(a.cells), versionOf(b.cells));

const versionOf = (cells: string): Record<string, string> => {
  const { language, languageVersion } = parseRecord(cells).session;
  return { [language === 'python' ? 'Python' : language]: languageVersion };
};

const commit = (a: RunRecord, b: RunRecord): ValueDifference[] => {
  const [commitOfA, commitOfB] = [commitOf(a), commitOf(b)];
  return commitOfA && commitOfB
    ? valueDifferences({ Commit: commitOfA }, { Commit: commitOfB })
    : [];
};

const commitOf = ({ run: { tags } }: RunRecord): string => {
  const id = tags['mlflow.source.git.commit'] ?? '';
  return id && tags['trackbook.git.dirty'] === 'true'
    ? `${id} with uncommitted changes`
    : id;
};
