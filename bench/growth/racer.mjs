import { count, median } from '../stats.mjs';

/** How long a peer of Trackbook may be filled to reach a size, and may take for an answer before it. */
const PATIENCE = { fillSeconds: 120, answerMs: 5000 };

/** A server on its way through the sizes, with a line for each measure. */
export class Racer {
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

  get isRunning() {
    return !this.lines.some(({ note }) => note);
  }

  /** Go no further; the lines say why. */
  giveUp(size, reason) {
    for (const line of this.lines) {
      line.points = line.points.filter(point => point.size < size);
      line.note = `not at ${count(size)} ${this.#subject.size}: ${reason}`;
    }
  }

  /** Go no further if the next size is not worth waiting for. */
  loseInterest(size, more) {
    if (!this.isRunning) {
      return;
    }
    const seconds = this.#secondsEach * more;
    const answerMs = Math.max(
      ...this.lines.map(({ points }) => points.at(-1)?.value ?? 0)
    );
    if (seconds > PATIENCE.fillSeconds) {
      const minutes = Math.round(seconds / 60);
      this.giveUp(size, `filling would take about ${minutes} minutes`);
    } else if (answerMs > PATIENCE.answerMs) {
      const last = Math.round(answerMs / 1000);
      this.giveUp(size, `an answer took ${last} s at the size before`);
    }
  }

  /** Come to a size by adding so much more. */
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

  verify(size) {
    return this.#subject.verify(this.server, this.state, size);
  }

  /** A sample of each measure. */
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
