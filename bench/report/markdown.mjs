import { comparisonTable, growthTable, notesOf } from './tables.mjs';
import { circumstances, generatorLimit, titleOf } from './words.mjs';

/** A result in Markdown, ready for docs/benchmarks.md. */
export function markdown(result) {
  const parts =
    result.mode === 'growth'
      ? result.charts.flatMap(chart => growthParts(chart, result.store.id))
      : [table(comparisonTable(result))];
  return [
    `### ${titleOf(result)}`,
    ...parts,
    `${circumstances(result)}\n${generatorLimit(result.limit)}`
  ].join('\n\n');
}

const growthParts = (chart, store) => [
  `**${chart.title}**`,
  table(growthTable(chart, store)),
  ...notesOf(chart)
];

/** Columns padded as Prettier does it. */
function table({ header, rows }) {
  const widths = header.map((_, column) =>
    Math.max(3, ...[header, ...rows].map(cells => cells[column].length))
  );
  const line = cells => `| ${cells.join(' | ')} |`;
  const padded = cells =>
    cells.map((cell, column) =>
      column ? cell.padStart(widths[column]) : cell.padEnd(widths[column])
    );
  const rule = widths.map((width, column) =>
    column ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)
  );
  return [padded(header), rule, ...rows.map(padded)].map(line).join('\n');
}
