/**
 * `npm run bench`: Trackbook beside `mlflow server` and FastTrackML, doing the
 * same work in turns. Started by scripts/bench.mjs.
 *
 * --store sqlite|postgres|both   where the servers keep their data
 * --growth                       how cost grows with size, instead of the comparison
 * --quick                        small sizes, one round: shows that all works
 * --only TEXT                    only workloads and charts whose title holds the text
 * --report                       measure nothing, only write the report anew
 */
import os from 'node:os';
import { parseArgs } from 'node:util';
import { allContenders } from './contenders/index.mjs';
import * as growthMode from './growth/index.mjs';
import { markdown } from './report/markdown.mjs';
import { save, writeReport } from './results.mjs';
import * as comparisonMode from './side-by-side.mjs';
import { storesOf } from './stores/index.mjs';

const { values: flags } = parseArgs({
  options: {
    store: { type: 'string', default: 'sqlite' },
    growth: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    report: { type: 'boolean', default: false }
  }
});

async function bench() {
  const { quick, only } = flags;
  const mode = flags.growth ? growthMode : comparisonMode;
  const scale = quick ? mode.QUICK : mode.FULL;
  const stores = storesOf(flags.store);
  const contenders = await allContenders();
  for (const store of stores) {
    const result = {
      mode: flags.growth ? 'growth' : 'comparison',
      store: { id: store.id, title: store.title },
      date: new Date().toISOString(),
      machine: `${os.cpus().length} cores (${os.cpus()[0].model}), Node ${process.version}`,
      loadBefore: os.loadavg()[0],
      ...{ quick, only, scale },
      ...(await mode.measure({ store, contenders, scale, only }))
    };
    console.log(`${markdown(result)}\n`);
    save(result);
  }
}

if (!flags.report) {
  await bench();
}
writeReport({ quick: flags.quick });
