import { createApp } from './app.js';
import { ConfigError } from './config-error.js';
import { readConfig, type Config } from './config.js';
import { createContext } from './context.js';
import { listen } from './listen.js';
import { defaultLimits } from './limits.js';
import { stopServing, untilToldToStop } from './stop.js';

const start = async (config: Config): Promise<void> => {
  const context = await createContext(config);
  const app = createApp(context);
  try {
    const url = await listen(app, config);
    announce(url, config);
    const reason = await untilToldToStop(config);
    app.log.info({ reason }, 'stopping');
  } finally {
    await stopServing(app, defaultLimits.graceMs);
    await context.executor.close();
    app.log.info('stopped');
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

const main = async (): Promise<number> => {
  try {
    await start(readConfig(process.argv.slice(2), process.env));
    return 0;
  } catch (error) {
    const message =
      error instanceof Error ? error.message : JSON.stringify(error);
    process.stderr.write(`trackbook: ${message}\n`);
    return error instanceof ConfigError ? 2 : 1;
  }
};

process.exitCode = await main();
