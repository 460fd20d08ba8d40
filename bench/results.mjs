import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../scripts/lib/steps.mjs';
import { page } from './report/html.mjs';
import { picture } from './report/picture.mjs';
import { say } from './say.mjs';

const RESULTS = path.join(ROOT, 'bench', 'results');

/** Where the report is kept; that of quick runs stays out of the repository. */
const REPORT = {
  full: {
    html: path.join(ROOT, 'bench', 'report.html'),
    svg: path.join(ROOT, 'docs', 'images', 'growth.svg')
  },
  quick: {
    html: path.join(RESULTS, 'report.html'),
    svg: path.join(RESULTS, 'growth.svg')
  }
};

/** Keep a result with all its samples as JSON. */
export function save(result) {
  const stamp = result.date.replaceAll(/[:.]/g, '-');
  const name = `${stamp}-${result.mode}-${result.store.id}.json`;
  write(path.join(RESULTS, name), `${JSON.stringify(result, null, 2)}\n`);
}

/** Make the report anew from the last whole result of each mode and store. */
export function writeReport({ quick }) {
  const results = lastResults(quick);
  const files = quick ? REPORT.quick : REPORT.full;
  write(files.html, page(results));
  const growth = results.find(({ mode }) => mode === 'growth');
  if (growth) {
    write(files.svg, picture(growth.charts));
  }
}

/** In the order of their names: by mode, then by store. */
function lastResults(quick) {
  mkdirSync(RESULTS, { recursive: true });
  const last = new Map();
  const files = readdirSync(RESULTS).filter(name => name.endsWith('.json'));
  // Their names begin with their dates.
  for (const file of files.sort()) {
    const result = JSON.parse(readFileSync(path.join(RESULTS, file), 'utf8'));
    if (result.quick === quick && !result.only && result.store) {
      last.set(orderOf(result), result);
    }
  }
  return [...last.keys()].sort().map(key => last.get(key));
}

const orderOf = ({ mode, store }) =>
  `${mode === 'growth' ? 1 : 0} ${store.id === 'postgres' ? 1 : 0}`;

function write(file, text) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  say(`wrote ${path.relative(process.cwd(), file)}`);
}
