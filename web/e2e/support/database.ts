/** A database of its own for one run of the tests. */
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';

export interface Database {
  url: string;
  drop: () => Promise<void>;
}

/** Creates a database with a fresh name on the server of `adminUrl`, whose user may create databases. */
export async function createDatabase(adminUrl: string): Promise<Database> {
  const name = `studio_e2e_${randomBytes(6).toString('hex')}`;
  await run(adminUrl, `CREATE DATABASE ${name}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => run(adminUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

async function run(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
