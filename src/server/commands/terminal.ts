import { createInterface } from 'node:readline/promises';

const LINE_INTERVAL_MS = 5000;
const BAR_INTERVAL_MS = 100;
const BAR_WIDTH = 24;

/** What a command says: results on stdout, progress on stderr. */
export class Terminal {
  #lastProgress = Date.now();
  #barShown = false;

  say(line = ''): void {
    this.clear();
    process.stdout.write(`${line}\n`);
  }

  warn(line: string): void {
    this.clear();
    process.stderr.write(`${line}\n`);
  }

  /** Shows how far something is: a bar on a terminal, a line now and then elsewhere. */
  progress(text: string, fraction?: number): void {
    const now = Date.now();
    const interval = process.stderr.isTTY ? BAR_INTERVAL_MS : LINE_INTERVAL_MS;
    if (now - this.#lastProgress < interval) {
      return;
    }
    this.#lastProgress = now;
    if (process.stderr.isTTY) {
      const line = `${fraction === undefined ? '' : `${bar(fraction)} `}${text}`;
      process.stderr.write(
        `\r\u001b[K${line.slice(0, (process.stderr.columns || 80) - 1)}`
      );
      this.#barShown = true;
    } else {
      const percent =
        fraction === undefined ? '' : ` (${Math.floor(fraction * 100)} %)`;
      process.stderr.write(`${text}${percent}\n`);
    }
  }

  /** False where there is nobody to answer. */
  async confirm(question: string): Promise<boolean> {
    if (!process.stdin.isTTY) {
      return false;
    }
    this.clear();
    const lines = createInterface({
      input: process.stdin,
      output: process.stderr
    });
    try {
      return /^y(es)?$/i.test(
        (await lines.question(`${question} [y/N] `)).trim()
      );
    } finally {
      lines.close();
    }
  }

  /** Takes the bar away. */
  clear(): void {
    if (this.#barShown) {
      process.stderr.write('\r\u001b[K');
      this.#barShown = false;
    }
  }
}

const bar = (fraction: number): string => {
  const done = Math.min(BAR_WIDTH, Math.floor(fraction * BAR_WIDTH));
  return `[${'#'.repeat(done)}${'.'.repeat(BAR_WIDTH - done)}]`;
};
