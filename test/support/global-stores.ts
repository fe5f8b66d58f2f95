import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startJsonServer } from '#infra/local/json-server.ts';
import { type Postgres, startPostgres } from '#infra/local/postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Tells `{postgresUrl}` of the Postgres of this test run, and starts it when first asked. */
    storesUrl: string;
  }
}

/** As root, Postgres runs as another user, who must get there. */
const makeDataFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'netsweep-test-postgres-'));
  await chmod(folder, 0o755);
  return folder;
};

/** One Postgres for all files of a kind of test, started only when a file wants it, gone at the end. */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const dataFolder = await makeDataFolder();
  let started: Promise<Postgres> | undefined;
  const server = await startJsonServer({
    maxBodyBytes: 0,
    answer: async () => {
      started ??= startPostgres({ dataFolder, password: 'test', durable: false, log: () => {} });
      return { status: 200, body: { postgresUrl: (await started).url } };
    },
  });
  project.provide('storesUrl', server.url);
  return async () => {
    await server.stop();
    const postgres = await started?.catch(() => null);
    await postgres?.stop();
    await rm(dataFolder, { recursive: true });
  };
};
