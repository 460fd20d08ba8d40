import { chartStyle, HEIGHT, lineChart, WIDTH } from './chart.mjs';

const COLUMNS = 2;

/** All charts of a growth result in one SVG file. */
export function picture(charts) {
  const height = Math.ceil(charts.length / COLUMNS) * HEIGHT;
  const cells = charts.map((chart, i) => {
    const x = (i % COLUMNS) * WIDTH;
    const y = Math.floor(i / COLUMNS) * HEIGHT;
    const place = `x="${x}" y="${y}" width="${WIDTH}" height="${HEIGHT}"`;
    return lineChart(chart, place);
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${COLUMNS * WIDTH} ${height}">
<style>${chartStyle}
.paper{fill:#fff}@media (prefers-color-scheme:dark){.paper{fill:#0d1117}}</style>
<rect class="paper" width="100%" height="100%"/>
${cells.join('\n')}
</svg>
`;
}
