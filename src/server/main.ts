import { getCompileCacheDir } from 'node:module';
import path from 'node:path';
import { createApp } from './app.js';
import { ConfigError } from './config-error.js';
import { readConfig, type Config } from './config.js';
import { createContext } from './context.js';
import { forgetOldCode } from './forget-old-code.js';
import { listen } from './listen.js';
import { defaultLimits } from './limits.js';
import { serverHelp } from './server-help.js';
import { stopServing, untilToldToStop } from './stop.js';

const start = async (config: Config): Promise<void> => {
  const context = await createContext(config);
  const app = createApp(context);
  try {
    const url = await listen(app, config);
    announce(url, config);
    void tidyCache(app);
    const reason = await untilToldToStop(config);
    app.log.info({ reason }, 'stopping');
  } finally {
    await stopServing(app, defaultLimits.graceMs);
    await context.executor.close();
    app.log.info('stopped');
  }
};

/** Node has a folder for each of its versions beside that of this one. */
const tidyCache = async (app: ReturnType<typeof createApp>): Promise<void> => {
  const compiled = getCompileCacheDir();
  if (compiled) {
    await forgetOldCode(path.dirname(compiled), Date.now()).catch(error =>
      app.log.info({ err: error }, 'old compiled code could not be removed')
    );
  }
};

const announce = (url: string, { embedded }: Config) => {
  const { port } = new URL(url);
  const line = embedded
    ? JSON.stringify({
        event: 'listening',
        port: Number(port),
        pid: process.pid,
        url
      })
    : `Trackbook is tracking at ${url}`;
  process.stdout.write(`${line}\n`);
};

const run = async (args: readonly string[]): Promise<number> => {
  if (args[0] !== 'server' && args[0] !== 'ui') {
    // A server has no use for the commands that move and check stores.
    const { runCommand } = await import('./commands/index.js');
    return runCommand(args, process.env);
  }
  // Not '-h', which is MLflow's short form of '--host'.
  if (args.includes('--help')) {
    process.stdout.write(serverHelp);
    return 0;
  }
  await start(readConfig(args, process.env));
  return 0;
};

const main = async (): Promise<number> => {
  try {
    return await run(process.argv.slice(2));
  } catch (error) {
    const message =
      error instanceof Error ? error.message : JSON.stringify(error);
    process.stderr.write(`trackbook: ${message}\n`);
    return error instanceof ConfigError ? 2 : 1;
  }
};

// No `await` here: parts that are loaded when needed import from this module once more.
void main().then(code => {
  process.exitCode = code;
});
