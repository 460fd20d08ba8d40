import { goalOf, isMet } from '../goals.mjs';
import { count, readable } from '../stats.mjs';

/**
 * Results as tables, `{ header, rows }` of text: the first column says what,
 * the others hold numbers.
 */

const MISSING = '-';

/** All workloads of a comparison: the servers, how far Trackbook is ahead of each, and its goal. */
export function comparisonTable({ names, rows }) {
  const [, ...peers] = names;
  return {
    header: ['work', ...names, ...peers.map(name => `to ${name}`), 'goal'],
    rows: rows.map(({ title, unit, better, values, goal }) => [
      title,
      ...values.map(value => withUnit(value, unit)),
      ...values.slice(1).map(value => ratio(better, values[0], value)),
      goalText(better, values[0], goal)
    ])
  };
}

/** A growth chart: a row for each size. */
export function growthTable({ id, size, unit, rate, lines }, store) {
  const sizes = lines[0].points.map(point => point.size);
  const at = (line, wanted) =>
    line.points.find(point => point.size === wanted)?.value ?? null;
  const goals = sizes.map(each => goalOf(`${id}-${each}`, store));
  const hasGoals = goals.some(goal => goal !== null);
  return {
    header: [
      size,
      ...lines.map(({ name }) => name),
      ...(hasGoals ? ['goal'] : [])
    ],
    rows: sizes.map((each, i) => [
      count(each),
      ...lines.map(line => withRate(at(line, each), unit, rate)),
      ...(hasGoals ? [goalText('less', at(lines[0], each), goals[i])] : [])
    ])
  };
}

/** Why lines of a growth chart end early. */
export const notesOf = ({ lines }) =>
  lines.filter(({ note }) => note).map(({ name, note }) => `${name} ${note}.`);

const withUnit = (value, unit) =>
  value === null ? MISSING : `${readable(value)} ${unit}`;

/** Times may be told as a rate, too: `of` things in that many milliseconds. */
function withRate(value, unit, rate) {
  const time = withUnit(value, unit);
  return rate && value !== null
    ? `${time} (${readable((rate.of * 1000) / value)} ${rate.unit})`
    : time;
}

/** How many times better our value is than another. */
function ratio(better, own, other) {
  if (own === null || other === null) {
    return MISSING;
  }
  return `${readable(better === 'more' ? own / other : other / own)} x`;
}

function goalText(better, value, goal) {
  if (goal === null || value === null) {
    return MISSING;
  }
  const sign = better === 'more' ? '≥' : '≤';
  const verdict = isMet(goal, better, value) ? 'met' : 'missed';
  return `${sign} ${count(goal)} ${verdict}`;
}
