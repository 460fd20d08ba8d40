import type { Run } from '../../client/index.js';
import type {
  MetricDifference,
  RunDifference,
  ValueDifference
} from '../../reproduce/index.js';

/** A difference as people read it, with a column for each run. */
export const describeDifference = (
  a: Run,
  b: Run,
  difference: RunDifference
): string => {
  const { metrics, params, manual, environment, data, notes } = difference;
  const sections = [
    [
      ['', a.name, b.name],
      ['', a.runId, b.runId]
    ],
    section('Metrics', metrics.map(metricRow)),
    section('Params', params.map(valueRow)),
    section('Logged by hand, not compared', manual.map(valueRow)),
    section('Environment', environment.map(valueRow)),
    section(
      'Data',
      data.map(({ name, change }) => [`  ${name}`, change])
    )
  ].filter(rows => rows.length > 0);
  return [
    ...aligned(sections),
    '',
    ...notes,
    ...(metrics.length === 0 ? [] : [conclusion(difference)])
  ].join('\n');
};

const section = (title: string, rows: string[][]): string[][] =>
  rows.length === 0 ? [] : [[title], ...rows];

const metricRow = ({ key, a, b, relative, agrees }: MetricDifference) => [
  `  ${key}`,
  a === null ? MISSING : String(a),
  b === null ? MISSING : String(b),
  agrees ? 'agrees' : howFar(relative)
];

const howFar = (relative: number): string =>
  Number.isFinite(relative)
    ? `differs by ${Number((100 * relative).toPrecision(2))} %`
    : 'differs';

const valueRow = ({ name, a, b }: ValueDifference) => [
  `  ${name}`,
  a === null ? MISSING : short(a),
  b === null ? MISSING : short(b)
];

const MISSING = '—';
const WIDTH = 40;

const short = (text: string): string => {
  const line = text.replace(/\s+/g, ' ');
  return line.length > WIDTH ? `${line.slice(0, WIDTH - 1)}…` : line;
};

/** Lines of which each column begins at the same place; an empty line between sections. */
const aligned = (sections: readonly string[][][]): string[] => {
  const rows = sections.flat();
  const widths = [0, 1, 2].map(column =>
    // What ends its line needs no room beside others.
    Math.max(
      0,
      ...rows
        .filter(row => column < row.length - 1)
        .map(row => row[column].length)
    )
  );
  return sections
    .map(section =>
      section.map(row =>
        row
          .map((text, column) => text.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()
      )
    )
    .flatMap((lines, i) => (i === 0 ? lines : ['', ...lines]));
};

const conclusion = ({ holds, metrics, tolerance }: RunDifference): string => {
  const differing = metrics.filter(({ agrees }) => !agrees).length;
  const within = `within a tolerance of ${tolerance}`;
  return holds
    ? `The last values of the metrics agree ${within}.`
    : `The last values of ${differing} of ${metrics.length} metrics do not agree ${within}.`;
};
