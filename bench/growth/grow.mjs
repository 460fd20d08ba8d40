import { say } from '../say.mjs';
import { median } from '../stats.mjs';

/** How long a peer of Trackbook may be filled to reach a size, and may take for an answer before it. */
const PATIENCE = { fillSeconds: 120, answerMs: 5000 };

/**
 * Let the servers' data grow from size to size, and measure at each, in turns.
 *
 * A subject is `{ size, sizes, prepare, grow, verify, measures }`: what is
 * counted and how much of it there is; the state of a server at the start; how
 * it comes to a size; a check; and what is measured there, each as
 * `{ id, chart, line, rate, take }`. `take` answers milliseconds, `chart` and
 * `line` say where they are drawn, `rate` in what other unit they may be told,
 * `id` which goals there are.
 *
 * @returns charts, each with a line for each server: `{ name, points: [{ size, value, samples }], note }`
 */
export async function grow(subject, servers, scale) {
  let racers = [];
  for (const server of servers) {
    racers.push(new Racer(subject, server, await subject.prepare(server)));
  }
  const all = [...racers];
  for (const [i, size] of subject.sizes.entries()) {
    const more = size - (subject.sizes[i - 1] ?? 0);
    racers = racers.filter(
      racer => racer === all[0] || racer.isQuickEnough(size, more)
    );
    say(`growing to ${size.toLocaleString('en')} ${subject.size}`);
    for (const racer of racers) {
      await racer.growTo(size, more);
    }
    if (i === 0) {
      for (const racer of racers) {
        await racer.warmUp(size, scale);
      }
    }
    for (let round = 0; round < scale.rounds; round += 1) {
      for (const racer of racers) {
        await racer.measure(size, scale);
      }
    }
    for (const racer of racers) {
      await subject.verify(racer.server, racer.state, size);
    }
  }
  return charts(subject, all);
}

/** A server on its way through the sizes, with a line for each measure. */
class Racer {
  #subject;
  #secondsEach = 0;

  constructor(subject, server, state) {
    this.#subject = subject;
    this.server = server;
    this.state = state;
    this.lines = subject.measures.map(({ line }) => ({
      name: line ?? server.name,
      points: []
    }));
  }

  /** Whether the next size is worth waiting for; if not, its lines say why. */
  isQuickEnough(size, more) {
    const seconds = this.#secondsEach * more;
    const answerMs = Math.max(
      ...this.lines.map(({ points }) => points.at(-1)?.value ?? 0)
    );
    let reason;
    if (seconds > PATIENCE.fillSeconds) {
      reason = `filling would take about ${Math.round(seconds / 60)} minutes`;
    } else if (answerMs > PATIENCE.answerMs) {
      reason = `an answer took ${Math.round(answerMs / 1000)} s at the size before`;
    }
    if (!reason) {
      return true;
    }
    const note = `not at ${size.toLocaleString('en')} ${this.#subject.size}: ${reason}`;
    this.lines.forEach(line => (line.note = note));
    return false;
  }

  async growTo(size, more) {
    const started = performance.now();
    await this.#subject.grow(this.server, this.state, size);
    if (more > 0) {
      this.#secondsEach = (performance.now() - started) / 1000 / more;
    }
  }

  /** The first answers of a server say more about its start than about a size. */
  async warmUp(size, scale) {
    for (const { take } of this.#subject.measures) {
      await take(this.server, this.state, scale, size);
    }
  }

  async measure(size, scale) {
    for (const [i, { take }] of this.#subject.measures.entries()) {
      const point = pointAt(this.lines[i], size);
      point.samples.push(await take(this.server, this.state, scale, size));
      point.value = median(point.samples);
    }
  }
}

/** The last point of a line, a new one where the line has not come to this size. */
function pointAt({ points }, size) {
  if (points.at(-1)?.size !== size) {
    points.push({ size, samples: [] });
  }
  return points.at(-1);
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
