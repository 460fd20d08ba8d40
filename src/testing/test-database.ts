import { randomUUID } from 'node:crypto';
import pg from 'pg';

/** A place of its own for one test, on the PostgreSQL that jest started. */
export interface TestDatabase {
  url: string;
  drop(): Promise<void>;
}

/** A schema of its own, which is made much quicker than a database. */
export const createSchema = async (): Promise<TestDatabase> => {
  const name = newName();
  await administer(`CREATE SCHEMA ${name}`);
  const url = new URL(clusterUrl());
  url.searchParams.set('options', `-c search_path=${name}`);
  return {
    url: url.href,
    drop: () => administer(`DROP SCHEMA ${name} CASCADE`)
  };
};

/** A database of its own, for what all schemas of one share. */
export const createDatabase = async (): Promise<TestDatabase> => {
  const name = newName();
  await administer(`CREATE DATABASE ${name}`);
  return {
    url: Object.assign(new URL(clusterUrl()), { pathname: `/${name}` }).href,
    drop: () => administer(`DROP DATABASE ${name} WITH (FORCE)`)
  };
};

const newName = () => `test_${randomUUID().replaceAll('-', '')}`;

const clusterUrl = (): string => process.env.TRACKBOOK_TEST_POSTGRES!;

const administer = async (sql: string): Promise<void> => {
  const client = new pg.Client(clusterUrl());
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
};
