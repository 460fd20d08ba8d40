import { say } from '../say.mjs';
import { Racer } from './racer.mjs';

/**
 * Let the servers' data grow from size to size, and measure at each, in turns.
 *
 * A subject is `{ size, sizes, prepare, grow, verify, measures }`: what is
 * counted and how much of it there is; the state of a server at the start; how
 * it comes to a size; a check; and what is measured there, each as
 * `{ id, chart, line, rate, take }`. `take` answers milliseconds, `chart` and
 * `line` say where they are drawn, `rate` in what other unit they may be told,
 * `id` which goals there are. A peer of Trackbook that fails or takes too long
 * stops there.
 *
 * @returns charts, each with a line for each server: `{ name, points: [{ size, value, samples }], note }`
 */
export async function grow(subject, servers, scale) {
  const racers = [];
  for (const server of servers) {
    racers.push(new Racer(subject, server, await subject.prepare(server)));
  }
  for (const [i, size] of subject.sizes.entries()) {
    const more = size - (subject.sizes[i - 1] ?? 0);
    for (const peer of racers.slice(1)) {
      peer.loseInterest(size, more);
    }
    const inTurns = async work => {
      for (const racer of racers.filter(each => each.isRunning)) {
        await work(racer).catch(error => {
          if (racer === racers[0]) {
            throw error;
          }
          racer.giveUp(size, error.message.slice(0, 300));
        });
      }
    };
    say(`growing to ${size.toLocaleString('en')} ${subject.size}`);
    await inTurns(racer => racer.growTo(size, more));
    if (i === 0) {
      await inTurns(racer => racer.warmUp(size, scale));
    }
    for (let round = 0; round < scale.rounds; round += 1) {
      await inTurns(racer => racer.measure(size, scale));
    }
    await inTurns(racer => racer.verify(size));
  }
  return charts(subject, racers);
}

/** The lines by the chart that they belong to. */
function charts({ size, measures }, racers) {
  const byTitle = Map.groupBy(
    measures.map((measure, i) => ({ ...measure, i })),
    ({ chart }) => chart
  );
  return [...byTitle].map(([title, parts]) => ({
    ...{ id: parts[0].id, title, size, unit: 'ms', rate: parts[0].rate },
    lines: parts.flatMap(({ i }) => racers.map(({ lines }) => lines[i]))
  }));
}
