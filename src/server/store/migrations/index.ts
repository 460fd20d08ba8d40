import { initial } from './0001-initial.js';

/** One step of the schema; never edited once released. */
export interface Migration {
  name: string;
  sqlite: string;
}

export const migrations: readonly Migration[] = [initial];
