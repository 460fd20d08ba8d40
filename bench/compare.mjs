import { say } from './say.mjs';
import { median } from './stats.mjs';

/**
 * One workload on all servers in turns; what was written is looked at afterwards.
 * Samples, values and results stand in the servers' order; a server that cannot
 * do the work has `null`.
 */
export async function compare(workload, servers, scale) {
  say(workload.title);
  const racers = [];
  for (const server of servers.filter(each => each.can(workload.needs))) {
    const state = await workload.prepare(server);
    racers.push({ server, state, samples: [] });
  }
  for (let round = 0; round < scale.rounds; round += 1) {
    for (const { server, state, samples } of racers) {
      samples.push(await workload.measure(server, state, scale));
    }
  }
  for (const racer of racers) {
    await workload.verify(racer.server, racer.state);
    racer.value = median(racer.samples);
    racer.result = await workload.result?.(racer.server, racer.state);
  }
  const inOrder = of =>
    servers.map(server => {
      const racer = racers.find(each => each.server === server);
      return racer ? of(racer) : null;
    });
  const { id, title, unit, better } = workload;
  return {
    ...{ id, title, unit, better },
    values: inOrder(racer => racer.value),
    samples: inOrder(racer => racer.samples),
    results: inOrder(racer => racer.result)
  };
}
