import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { inject } from 'vitest';
import { z } from 'zod';
import { startNeonEndpoint } from '#infra/local/neon-endpoint.ts';

export type TestDatabase = {
  /** `postgresql://…` */
  readonly url: string;
  /** `http://127.0.0.1:port/sql`; WebSockets at /v2 */
  readonly neonEndpoint: string;
  readonly close: () => Promise<void>;
};
/** A database that others start as copies of; it is prepared once a test run. */
export type Template = {
  readonly name: string;
  readonly prepare: (database: Pick<TestDatabase, 'url' | 'neonEndpoint'>) => Promise<void>;
};

const TEMPLATES_LOCK = 51_733;

const postgresUrl = async (): Promise<string> => {
  const response = await fetch(inject('storesUrl'));
  if (!response.ok) throw new Error(`no Postgres for this test run: ${await response.text()}`);
  return z.object({ postgresUrl: z.string() }).parse(await response.json()).postgresUrl;
};

const withDatabase = (url: string, name: string): string => {
  const named = new URL(url);
  named.pathname = `/${name}`;
  return named.href;
};

const asAdmin = async <T>(url: string, work: (admin: Client) => Promise<T>): Promise<T> => {
  const admin = new Client({ connectionString: withDatabase(url, 'postgres') });
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
};

const prepareTemplate = async (url: string, { name, prepare }: Template): Promise<void> => {
  const endpoint = await startNeonEndpoint({ postgresUrl: url });
  try {
    await prepare({ url: withDatabase(url, name), neonEndpoint: endpoint.url });
  } finally {
    await endpoint.stop();
  }
};

/** Files run at the same time: the first one prepares, the others wait. */
const ensureTemplate = async (admin: Client, url: string, template: Template): Promise<void> => {
  const unfinished = { ...template, name: `${template.name}_unfinished` };
  await admin.query('SELECT pg_advisory_lock($1)', [TEMPLATES_LOCK]);
  const known = await admin.query('SELECT FROM pg_database WHERE datname = $1', [template.name]);
  if (known.rowCount === 0) {
    await admin.query(`DROP DATABASE IF EXISTS ${unfinished.name} WITH (FORCE)`);
    await admin.query(`CREATE DATABASE ${unfinished.name}`);
    await prepareTemplate(url, unfinished);
    await admin.query(`ALTER DATABASE ${unfinished.name} RENAME TO ${template.name}`);
  }
  await admin.query('SELECT pg_advisory_unlock($1)', [TEMPLATES_LOCK]);
};

/** A fresh database, empty or a copy of a template, in this test run's Postgres, with a Neon endpoint of its own in front of it. */
export const createDatabase = async (template?: Template): Promise<TestDatabase> => {
  const server = await postgresUrl();
  const name = `test_${randomBytes(8).toString('hex')}`;
  await asAdmin(server, async (admin) => {
    if (template !== undefined) await ensureTemplate(admin, server, template);
    await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template?.name ?? 'template1'}`);
  });
  const url = withDatabase(server, name);
  const endpoint = await startNeonEndpoint({ postgresUrl: url });
  return {
    url,
    neonEndpoint: endpoint.url,
    close: async () => {
      await endpoint.stop();
      await asAdmin(server, (admin) => admin.query(`DROP DATABASE ${name} WITH (FORCE)`));
    },
  };
};
