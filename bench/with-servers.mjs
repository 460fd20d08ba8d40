import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Server } from './contenders/server.mjs';

/**
 * Give `work` a server of each contender, with empty databases on a store.
 * However it ends, nothing is left behind.
 */
export async function withServers(store, contenders, work) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'trackbook-bench-'));
  const servers = [];
  const clear = () => {
    servers.filter(server => server.running).forEach(server => server.kill());
    rmSync(folder, { recursive: true, force: true });
  };
  const abort = () => {
    clear();
    process.exit(1);
  };
  process.once('SIGINT', abort).once('SIGTERM', abort);
  let databases;
  try {
    databases = await store.open();
    for (const [i, contender] of contenders.entries()) {
      const home = path.join(folder, String(i));
      mkdirSync(home);
      const database = await databases.create(home);
      servers.push(new Server({ contender, folder: home, database }));
    }
    return await work(servers);
  } finally {
    clear();
    await databases?.close();
    process.off('SIGINT', abort).off('SIGTERM', abort);
  }
}
