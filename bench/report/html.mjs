import { chartStyle, lineChart } from './chart.mjs';
import { escape } from './escape.mjs';
import { comparisonTable, growthTable, notesOf } from './tables.mjs';
import { circumstances, generatorLimit, titleOf } from './words.mjs';

const STYLE = `
:root{color-scheme:light dark}
body{font:15px/1.5 system-ui,sans-serif;max-width:1180px;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;margin:1rem 0;font-variant-numeric:tabular-nums}
caption{text-align:left;font-weight:600}
th,td{padding:.3rem .7rem;text-align:right;border-bottom:1px solid #8884}
th:first-child,td:first-child{text-align:left;font-weight:normal}
.wide{overflow-x:auto}
.note{color:light-dark(#59636e,#9198a1);margin:.2rem 0}
.growth{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,520px),1fr));gap:1.5rem}
.growth svg{width:100%}
`.trim();

/** Results as one page that needs nothing else. */
export const page = results => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Trackbook: benchmarks</title>
<style>${STYLE}
${chartStyle}</style>
</head>
<body>
<h1>Benchmarks of Trackbook</h1>
<p>What is measured and how is told in docs/benchmarks.md.</p>
${results.map(section).join('\n')}
</body>
</html>
`;

const section = result => `<section>
<h2>${escape(titleOf(result))}</h2>
${result.mode === 'growth' ? growth(result) : table(comparisonTable(result))}
<p class="note">${escape(circumstances(result))} ${escape(generatorLimit(result.limit))}</p>
</section>`;

const growth = ({ charts, store }) => `<div class="growth">
${charts.map(chart => growthChart(chart, store.id)).join('\n')}
</div>`;

const growthChart = (chart, store) => `<div>
${lineChart(chart)}
${table(growthTable(chart, store))}
${notesOf(chart)
  .map(note => `<p class="note">${escape(note)}</p>`)
  .join('\n')}
</div>`;

function table({ header, rows }) {
  const cells = (row, tag) =>
    row.map(cell => `<${tag}>${escape(cell)}</${tag}>`).join('');
  return `<div class="wide"><table>
<thead><tr>${cells(header, 'th')}</tr></thead>
<tbody>
${rows.map(row => `<tr>${cells(row, 'td')}</tr>`).join('\n')}
</tbody>
</table></div>`;
}
