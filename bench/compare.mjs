import { say } from './say.mjs';
import { median } from './stats.mjs';

/** One workload on both servers in turns; what was written is looked at afterwards. */
export async function compare(workload, servers, scale, runs) {
  say(workload.title);
  const states = [];
  for (const server of servers) {
    states.push(await workload.prepare(server));
  }
  const samples = servers.map(() => []);
  for (let round = 0; round < scale.rounds; round += 1) {
    for (const [i, server] of servers.entries()) {
      samples[i].push(await workload.measure(server, states[i], scale));
    }
  }
  const results = [];
  for (const [i, server] of servers.entries()) {
    await workload.verify(server, states[i], { runs });
    results.push(workload.result?.(server, states[i]));
  }
  const { title, unit, better } = workload;
  return { title, unit, better, values: samples.map(median), samples, results };
}
