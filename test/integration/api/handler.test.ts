import { createHash } from 'node:crypto';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { startSecretsEndpoint } from '#infra/local/secrets-endpoint.ts';
import { wireTasks } from '#shared/domain/wire.ts';
import { openDatabase } from '#shared/store/database.ts';
import { scopesIn } from '#shared/store/scopes.ts';
import { tokensIn } from '#shared/store/tokens.ts';
import { askByContract as ask } from '#test/support/contract.ts';
import { usePostgres, useRedis } from '#test/support/stores.ts';

const postgres = await usePostgres();
const redis = await useRedis();
const secret = {
  postgres_url: postgres.url,
  redis_url: redis.upstashUrl,
  redis_token: redis.token,
};
const secrets = await startSecretsEndpoint({ '/netsweep/api': JSON.stringify(secret) });
for (const [name, value] of Object.entries({
  NETSWEEP_SECRET_ID: '/netsweep/api',
  NETSWEEP_NEON_ENDPOINT: postgres.neonEndpoint,
  NETSWEEP_POLICY: 'local',
  NETSWEEP_FANOUT_FUNCTION: 'fanout',
  NETSWEEP_NOTIFIER_FUNCTION: 'notifier',
  AWS_REGION: 'local-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_ENDPOINT_URL_SSM: secrets.url,
  POWERTOOLS_LOG_LEVEL: 'SILENT',
}))
  vi.stubEnv(name, value);
afterAll(async () => {
  await secrets.stop();
});
const { handler } = await import('#functions/api/handler.ts');

const db = openDatabase(postgres.url, postgres.neonEndpoint);
const TOKEN = 'nst_admin-of-this-test';
await tokensIn(db).setAdmin(createHash('sha256').update(TOKEN).digest('hex'));
await scopesIn(db).setDeployment(['127.0.0.0/8']);
const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };

describe('the deployed handler', () => {
  it('finds its stores by the secret', async () => {
    expect(await ask(handler, { path: '/v1/health' })).toMatchObject({ status: 200 });
  });

  it('lets the first admin create a task inside the deployment, and not outside', async () => {
    const create = (network: string) =>
      ask(handler, {
        method: 'POST',
        path: '/v1/tasks',
        headers,
        body: JSON.stringify({ networks: [network], tcp_ports: '22' }),
      });
    const created = await create('127.0.0.0/30');
    expect(created.status).toBe(201);
    expect(wireTasks.parse(created.body).tasks).toMatchObject([{ network: '127.0.0.0/30' }]);
    expect(await create('10.0.0.0/30')).toMatchObject({ status: 403 });
  });
});
