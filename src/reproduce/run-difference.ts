import type { Dataset } from '../client/index.js';
import { parseRecord } from '../analysis/index.js';
import {
  metricDifferences,
  type MetricDifference
} from './metric-differences.js';
import { parseRequirements } from './requirements.js';
import type { RunRecord } from './run-record.js';
import { valueDifferences, type ValueDifference } from './value-differences.js';

export interface RunDifference {
  tolerance: number;
  /** Whether all metrics agree. */
  holds: boolean;
  /** All of them; of the rest, only what is not the same. */
  metrics: MetricDifference[];
  params: ValueDifference[];
  environment: ValueDifference[];
  data: ValueDifference[];
  /** What could not be compared, in sentences. */
  notes: string[];
}

/** What two runs have not alike; `a` is the older, where one repeats the other. */
export const differenceOf = (
  a: RunRecord,
  b: RunRecord,
  tolerance: number
): RunDifference => {
  const metrics = metricDifferences(a.run.metrics, b.run.metrics, tolerance);
  return {
    tolerance,
    holds: metrics.every(({ agrees }) => agrees),
    metrics,
    params: valueDifferences(a.run.params, b.run.params),
    environment: environmentDifferences(a, b),
    data: valueDifferences(digests(a.run.datasets), digests(b.run.datasets)),
    notes: notes(a, b, metrics)
  };
};

/** What only one side has a record of is unknown, not different. */
const environmentDifferences = (
  a: RunRecord,
  b: RunRecord
): ValueDifference[] =>
  [pythonOf, commitOf, packagesOf].flatMap(read => {
    const [valuesOfA, valuesOfB] = [read(a), read(b)];
    return valuesOfA && valuesOfB ? valueDifferences(valuesOfA, valuesOfB) : [];
  });

const pythonOf = ({ cells }: RunRecord): Record<string, string> | null =>
  cells === null
    ? null
    : { Python: parseRecord(cells).session.languageVersion };

const packagesOf = ({
  requirements
}: RunRecord): Record<string, string> | null =>
  requirements === null ? null : parseRequirements(requirements);

const commitOf = ({
  run: { tags }
}: RunRecord): Record<string, string> | null => {
  const id = tags['mlflow.source.git.commit'];
  const isDirty = tags['trackbook.git.dirty'] === 'true';
  return id
    ? { commit: isDirty ? `${id} with uncommitted changes` : id }
    : null;
};

const digests = (datasets: readonly Dataset[]): Record<string, string> =>
  Object.fromEntries(
    datasets.map(({ name, context, digest }) => [
      context ? `${name} (${context})` : name,
      digest
    ])
  );

const notes = (
  a: RunRecord,
  b: RunRecord,
  metrics: readonly MetricDifference[]
): string[] => [
  ...(metrics.length === 0
    ? ['Neither run has metrics: there is nothing to compare.']
    : []),
  ...[a, b]
    .filter(({ requirements }) => requirements === null)
    .map(
      ({ run }) =>
        `Run ${run.name} has no record of its packages, so they are not compared.`
    )
];
