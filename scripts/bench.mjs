/** `npm run bench [-- flags]`: set up, then hand over to bench/main.mjs on the server's own Node. */
import path from 'node:path';
import { serverNode, setUp } from './lib/setup.mjs';
import { ROOT, run, SetupError } from './lib/steps.mjs';

try {
  await setUp();
  const main = path.join(ROOT, 'bench', 'main.mjs');
  await run(serverNode(), [main, ...process.argv.slice(2)]);
} catch (error) {
  process.stderr.write(
    `trackbook: ${error instanceof SetupError ? error.message : error.stack}\n`
  );
  process.exitCode = 1;
}
