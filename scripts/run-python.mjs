/** `node scripts/run-python.mjs FILE …`: set up, then run a Python file of the project. */
import path from 'node:path';
import { setUp, venv } from './lib/setup.mjs';
import { ROOT, run, SetupError } from './lib/steps.mjs';

const [file, ...args] = process.argv.slice(2);

try {
  await setUp();
  await run(venv('python'), [path.join(ROOT, file), ...args]);
} catch (error) {
  process.stderr.write(
    `trackbook: ${error instanceof SetupError ? error.message : error.stack}\n`
  );
  process.exitCode = 1;
}
