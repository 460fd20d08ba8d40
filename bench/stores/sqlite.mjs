import { statSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** SQLite: each server writes a file of its own. */
export const sqlite = {
  id: 'sqlite',
  title: 'SQLite',

  async open() {
    return {
      create: async folder => new File(path.join(folder, 'tracking.db')),
      close: async () => {}
    };
  }
};

class File {
  #path;

  constructor(file) {
    this.#path = file;
    this.uri = `sqlite:///${file}`;
  }

  /** Bytes once everything written has reached the main file. */
  async size() {
    const database = new DatabaseSync(this.#path);
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    database.close();
    return statSync(this.#path).size;
  }

  async settle() {}
}
