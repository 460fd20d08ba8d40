/** A file that cannot be read, or only in part; the message names it. */
export class DamagedFile extends Error {}

/** What is damaged in a folder: one torn file must not keep all others from being read. */
export class Damage {
  readonly #told = new Set<string>();

  /** In words. */
  get told(): readonly string[] {
    return [...this.#told];
  }

  /** What can be read of some folders or files. */
  async readable<Read>(
    paths: readonly string[],
    read: (path: string) => Promise<Read>
  ): Promise<Read[]> {
    const found = await Promise.all(
      paths.map(path => read(path).catch(error => this.#tell(path, error)))
    );
    return found.filter(record => record !== undefined) as Read[];
  }

  /** What can be read of the lines of a file. */
  lines<Read>(
    path: string,
    content: string,
    read: (words: readonly string[]) => Read
  ): Read[] {
    // The same line twice says the same thing.
    const lines = new Set(content.split('\n').map(line => line.trim()));
    lines.delete('');
    const found: Read[] = [];
    for (const line of lines) {
      try {
        found.push(read(line.split(' ')));
      } catch {
        this.#told.add(`${path}: the line '${line}' is damaged`);
      }
    }
    return found;
  }

  #tell(path: string, error: Error): undefined {
    this.#told.add(
      error instanceof DamagedFile ? error.message : `${path}: ${error.message}`
    );
  }
}
