/**
 * `npm run test:differential [-- --seeds N --calls M]`: set up, then send random calls to a real
 * `mlflow server` and to ours, and compare the answers.
 */
import path from 'node:path';
import { setUp, venv } from './lib/setup.mjs';
import { ROOT, run, SetupError } from './lib/steps.mjs';

const MAIN = 'trackbook/tests/contract/differential/run.py';

try {
  await setUp();
  await run(venv('python'), [path.join(ROOT, MAIN), ...process.argv.slice(2)]);
} catch (error) {
  process.stderr.write(
    `trackbook: ${error instanceof SetupError ? error.message : error.stack}\n`
  );
  process.exitCode = 1;
}
