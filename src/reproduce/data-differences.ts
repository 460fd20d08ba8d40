import type { Dataset } from '../client/index.js';
import {
  compareData,
  fileInWords,
  frameInWords,
  namesOf,
  ofExecutions,
  parseDataRecord,
  type DataRecord,
  type RunNames
} from '../data/index.js';
import { NoSlice, runSlice } from './run-slice.js';
import type { RunRecord } from './run-record.js';
import { valueDifferences } from './value-differences.js';

/** Data that two runs have not alike, or of which that is not known. */
export interface DataDifference {
  name: string;
  /** What differs, in words. */
  change: string;
}

export const dataDifferences = (
  a: RunRecord,
  b: RunRecord
): DataDifference[] => {
  const runs = namesOf(a.run, b.run);
  const datasets = datasetDifferences(a.run.datasets, b.run.datasets, runs);
  if (a.data === null || b.data === null) {
    return datasets;
  }
  const [before, after] = [dataOf(a, a.data), dataOf(b, b.data)];
  const names = new Set([before, after].flatMap(datasetNames));
  return [
    ...recordedDifferences(before, after, runs),
    // Of what is recorded, the record says more than MLflow's digest.
    ...datasets.filter(({ name }) => !names.has(name))
  ];
};

/** What the hook calls files and frames where it logs them as inputs of a run. */
const datasetNames = ({ files, frames }: DataRecord): string[] => [
  ...files.map(({ path }) => path.slice(path.lastIndexOf('/') + 1)),
  ...frames.map(({ name }) => name)
];

const recordedDifferences = (
  a: DataRecord,
  b: DataRecord,
  runs: RunNames
): DataDifference[] => {
  const { files, frames } = compareData(a, b);
  return [
    ...files
      .filter(({ kind }) => kind !== 'same' && kind !== 'moved')
      .map(file => ({
        name: ('after' in file ? file.after : file.before).path,
        change: fileInWords(file, runs)
      })),
    ...frames
      .filter(({ kind }) => kind !== 'same')
      .map(frame => ({
        name: frame.name,
        change: frameInWords(frame, runs).join('; ')
      }))
  ];
};

/** What the slice of the run did; the record is of its whole session. */
const dataOf = (record: RunRecord, text: string): DataRecord => {
  const data = parseDataRecord(text);
  try {
    const { executions } = runSlice(record);
    return ofExecutions(
      data,
      executions.map(({ seq }) => seq)
    );
  } catch (error) {
    if (error instanceof NoSlice) {
      return data;
    }
    throw error;
  }
};

const datasetDifferences = (
  a: readonly Dataset[],
  b: readonly Dataset[],
  runs: RunNames
): DataDifference[] =>
  valueDifferences(digests(a), digests(b)).map(each => ({
    name: each.name,
    change:
      each.a === null
        ? `only in ${runs.after}`
        : each.b === null
          ? `only in ${runs.before}`
          : `digest ${each.a} before, ${each.b} now`
  }));

const digests = (datasets: readonly Dataset[]): Record<string, string> =>
  Object.fromEntries(datasets.map(({ name, digest }) => [name, digest]));
