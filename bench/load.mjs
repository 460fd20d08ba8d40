import { Connection } from './connection.mjs';
import { median } from './stats.mjs';

/** Give `work` so many open connections, and close them after it. */
export async function withConnections(port, count, work) {
  const connections = await Promise.all(
    Array.from({ length: count }, () => Connection.open(port))
  );
  try {
    return await work(connections);
  } finally {
    connections.forEach(connection => connection.close());
  }
}

/** Give `work` one open connection. */
export const withConnection = (port, work) =>
  withConnections(port, 1, ([connection]) => work(connection));

/**
 * Let each connection repeat a step until the time is up or enough are done; answers steps per second.
 *
 * The steps that are under way when time is up still count, and so does their time.
 */
export function rate(port, { clients, seconds, most = Infinity }, step) {
  return withConnections(port, clients, async connections => {
    const started = performance.now();
    const end = started + seconds * 1000;
    let steps = 0;
    await Promise.all(
      connections.map(async (connection, client) => {
        while (steps < most && performance.now() < end) {
          steps += 1;
          await step(connection, client);
        }
      })
    );
    return steps / ((performance.now() - started) / 1000);
  });
}

/** The median time of a step in milliseconds, repeated until the time is up or enough are done. */
export async function medianTime({ seconds, most }, step) {
  const times = [];
  const end = performance.now() + seconds * 1000;
  while (times.length < most && (performance.now() < end || !times.length)) {
    const started = performance.now();
    await step();
    times.push(performance.now() - started);
  }
  return median(times);
}

/** The same on one connection. */
export const latency = (port, limits, step) =>
  withConnection(port, connection =>
    medianTime(limits, () => step(connection))
  );
