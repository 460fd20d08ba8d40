import { readable } from './stats.mjs';

/** How many times better the first value is than the second. */
const ratio = ({ better, values: [own, other] }) =>
  better === 'more' ? own / other : other / own;

/** The rows, `{ title, unit, better, values }`, as a table in Markdown. */
export function markdownTable(names, rows) {
  const lines = rows.map(row => [
    row.title,
    ...row.values.map(value => `${readable(value)} ${row.unit}`),
    `${readable(ratio(row))} x`
  ]);
  const header = ['work', ...names, 'ratio'];
  const rule = ['---', ...names.map(() => '---:'), '---:'];
  return [header, rule, ...lines]
    .map(cells => `| ${cells.join(' | ')} |`)
    .join('\n');
}
