import { Client } from 'pg';
import { afterAll, expect, test } from 'vitest';
import { neonSessionsOn } from '#infra/local/neon-sessions.ts';
import { useEmptyPostgres } from '#test/support/stores.ts';

const { url } = await useEmptyPostgres();
const sessions = neonSessionsOn(url);
const direct = new Client({ connectionString: url });
await direct.connect();
afterAll(async () => {
  await direct.end();
  await sessions.stop();
});

test('a session that Postgres ends between two statements fails that request alone', async () => {
  const work = sessions.use(url, async (client) => {
    const { rows } = await client.query('select pg_backend_pid() as pid');
    // Not by node's once(), which would listen for errors too.
    const ended = new Promise((resolve) => client.once('end', resolve));
    await direct.query('select pg_terminate_backend($1)', [rows[0].pid]);
    await ended;
    return client.query('select 1');
  });
  await expect(work).rejects.toThrow();
  const after = await sessions.use(url, (client) => client.query('select 2 as said'));
  expect(after.rows).toEqual([{ said: 2 }]);
});
