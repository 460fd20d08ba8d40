import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { rate } from './load.mjs';
import { batchBody, METRICS_PER_BATCH } from './workloads/log-batch.mjs';
import { metricBody } from './workloads/log-metric.mjs';

/** What the load generator reaches against a server that does nothing. */
export async function ceiling(seconds) {
  const bare = spawn(
    process.execPath,
    [path.join(import.meta.dirname, 'bare-server.mjs')],
    { stdio: ['pipe', 'pipe', 'inherit'] }
  );
  try {
    const [line] = await once(bare.stdout, 'data');
    const port = Number(line);
    let n = 0;
    const batches = await rate(port, { clients: 4, seconds }, connection =>
      connection.send('POST', '/', batchBody('bare', n++))
    );
    const requests = await rate(port, { clients: 8, seconds }, connection =>
      connection.send('POST', '/', metricBody('bare', n++))
    );
    return { metricsPerSecond: batches * METRICS_PER_BATCH, requests };
  } finally {
    bare.stdin.end();
  }
}
