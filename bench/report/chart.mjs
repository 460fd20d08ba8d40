import { count, readable } from '../stats.mjs';
import { escape } from './escape.mjs';

export const WIDTH = 560;
export const HEIGHT = 320;
const PLOT = { left: 62, top: 52, right: 400, bottom: 268 };
const LABEL_HEIGHT = 15;
const MIN_TICK_DISTANCE = 58;

/** Okabe and Ito's colours, told apart by colour-blind people too; lighter in the dark. */
export const chartStyle = `
.chart{--ink:#1f2328;--soft:#59636e;--grid:#d8dee4;--line-0:#0072b2;--line-1:#d55e00;--line-2:#00795a}
@media (prefers-color-scheme:dark){.chart{--ink:#e6edf3;--soft:#9198a1;--grid:#30363d;--line-0:#56b4e9;--line-1:#f0883e;--line-2:#3fc79a}}
.chart text{font:12px system-ui,sans-serif;fill:var(--ink)}
.chart .title{font-weight:600;font-size:13px}
.chart .soft{fill:var(--soft)}
.chart .grid{stroke:var(--grid)}
.chart polyline{fill:none;stroke-width:2}
.line-0{stroke:var(--line-0)}.line-1{stroke:var(--line-1)}.line-2{stroke:var(--line-2)}
.chart text.line-0{fill:var(--line-0)}.chart text.line-1{fill:var(--line-1)}.chart text.line-2{fill:var(--line-2)}
.chart text[class^=line]{stroke:none}
.mark{fill:var(--grid);stroke-width:2}
`.trim();

/**
 * Time against size, both on logarithmic axes, as an element <svg>.
 *
 * @param chart `{ title, size, unit, lines }` as growth/grow.mjs makes it: a
 *   line is `{ name, points: [{ size, value }] }`, values in `unit`
 * @param place attributes that put it somewhere in another picture
 */
export function lineChart({ title, size, unit, lines }, place = '') {
  const points = lines.flatMap(line => line.points);
  const x = sizeScale(points.map(point => point.size));
  const y = valueScale(points.map(point => point.value));
  const drawn = lines.filter(line => line.points.length > 0);
  return `<svg class="chart" role="img" aria-label="${escape(title)}" viewBox="0 0 ${WIDTH} ${HEIGHT}" ${place}>
<text class="title" x="8" y="18">${escape(title)}</text>
<text class="soft" x="${PLOT.left - 6}" y="${PLOT.top - 14}" text-anchor="end">${escape(unit)}</text>
<text class="soft" x="${(PLOT.left + PLOT.right) / 2}" y="${PLOT.bottom + 40}" text-anchor="middle">${escape(size)}</text>
${y.ticks.map(value => valueTick(value, y.at(value))).join('\n')}
${x.ticks.map(value => sizeTick(value, x.at(value))).join('\n')}
${drawn.map((line, i) => drawLine(line, i, x, y, unit)).join('\n')}
${labels(drawn, x, y, unit)}
</svg>`;
}

/** Sizes at their logarithms; none at all stands a decade left of the smallest. */
function sizeScale(sizes) {
  const distinct = [...new Set(sizes)].sort((a, b) => a - b);
  const smallest = distinct.find(size => size > 0);
  const log = size => Math.log10(size || smallest / 10);
  const at = between(log(distinct[0]), log(distinct.at(-1)), {
    from: PLOT.left + 16,
    to: PLOT.right - 16
  });
  const place = size => at(log(size));
  return { at: place, ticks: readableTicks(distinct, place) };
}

/** Of all sizes those whose numbers do not run into each other, the largest first. */
function readableTicks(sizes, place) {
  return sizes.toReversed().reduce((ticks, size) => {
    const isFree =
      !ticks.length || place(ticks[0]) - place(size) >= MIN_TICK_DISTANCE;
    return isFree ? [size, ...ticks] : ticks;
  }, []);
}

/** Values at their logarithms, over whole decades. */
function valueScale(values) {
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))));
  const at = between(low, high, { from: PLOT.bottom, to: PLOT.top });
  return {
    at: value => at(Math.log10(value)),
    ticks: Array.from({ length: high - low + 1 }, (_, i) => 10 ** (low + i))
  };
}

/** A linear map from [low, high] to [from, to]. */
const between = (low, high, { from, to }) => {
  const slope = high > low ? (to - from) / (high - low) : 0;
  return value => round(from + (value - low) * slope);
};

const round = value => Math.round(value * 10) / 10;

const valueTick = (value, y) =>
  `<line class="grid" x1="${PLOT.left}" x2="${PLOT.right}" y1="${y}" y2="${y}"/>` +
  `<text class="soft" x="${PLOT.left - 6}" y="${y + 4}" text-anchor="end">${readable(value)}</text>`;

const sizeTick = (value, x) =>
  `<line class="grid" x1="${x}" x2="${x}" y1="${PLOT.bottom}" y2="${PLOT.bottom + 5}"/>` +
  `<text class="soft" x="${x}" y="${PLOT.bottom + 20}" text-anchor="middle">${count(value)}</text>`;

function drawLine({ name, points }, i, x, y, unit) {
  const places = points.map(({ size, value }) => [x.at(size), y.at(value)]);
  const marks = points.map(
    ({ size, value }, n) =>
      `<g class="mark line-${i}">${mark(i, ...places[n])}` +
      `<title>${escape(`${name}, ${count(size)}: ${readable(value)} ${unit}`)}</title></g>`
  );
  return `<polyline class="line-${i}" points="${places.join(' ')}"/>${marks.join('')}`;
}

/** A circle, a square, a triangle: lines differ in more than colour. */
const mark = (i, x, y) =>
  [
    `<circle cx="${x}" cy="${y}" r="4"/>`,
    `<rect x="${x - 4}" y="${y - 4}" width="8" height="8"/>`,
    `<path d="M${x - 5} ${y + 4}h10l-5-9z"/>`
  ][i];

/** Each line's name and last value at its end, moved apart where they would overlap. */
function labels(lines, x, y, unit) {
  const ends = lines
    .map(({ name, points }, i) => ({ name, i, ...points.at(-1) }))
    .map(end => ({ ...end, x: x.at(end.size) + 10, y: y.at(end.value) + 4 }))
    .sort((a, b) => a.y - b.y);
  ends.forEach((end, n) => {
    end.y = n ? Math.max(end.y, ends[n - 1].y + LABEL_HEIGHT) : end.y;
  });
  return ends
    .map(
      end =>
        `<text class="line-${end.i}" x="${end.x}" y="${end.y}">${escape(
          `${end.name} ${readable(end.value)} ${unit}`
        )}</text>`
    )
    .join('\n');
}
