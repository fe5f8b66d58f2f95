import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { isOutage } from '#shared/runtime/outage.ts';
import { fromParameterStore } from '#shared/runtime/parameter-store.ts';
import { connectedBy, type Secrets } from '#shared/runtime/secrets.ts';
import { fromSecretsManager } from '#shared/runtime/secrets-manager.ts';

const secretOf = (change: Partial<Secrets> = {}) =>
  JSON.stringify({
    postgres_url: 'postgresql://u:p@h/db',
    redis_url: 'https://redis.example',
    redis_token: 'canary',
    ...change,
  });

describe('the stores', () => {
  it('are opened once, and again when their secret has changed', async () => {
    const texts = [secretOf(), secretOf(), secretOf({ redis_token: 'new' })];
    const opened: string[] = [];
    const stores = connectedBy(
      'id',
      ({ redis_token }) => opened.push(redis_token),
      async () => texts.shift(),
    );
    expect([await stores(), await stores(), await stores()]).toEqual([1, 1, 2]);
    expect(opened).toEqual(['canary', 'new']);
  });

  it.each([
    [undefined, 'the whole'],
    ['canary', 'the whole'],
    ['null', 'the whole'],
    [secretOf({ redis_url: 'canary' }), 'redis_url'],
    [secretOf({ postgres_url: 'canary' }), 'postgres_url'],
    [secretOf({ postgres_url: 'https://u:canary@h/db' }), 'postgres_url'],
    ['{"postgres_url":"postgres://u:canary@h/db","redis_url":"https://r"}', 'redis_token'],
  ])('are not opened with a wrong secret, which is not quoted', async (text, member) => {
    const stores = connectedBy(
      'id',
      () => 'opened',
      async () => text,
    );
    const refusal = stores();
    await expect(refusal).rejects.toThrow(`the secret of the stores is wrong: ${member}`);
    await expect(refusal).rejects.not.toThrow(/canary/);
  });
});

describe('the secret', () => {
  const asked: unknown[] = [];
  let isSilent = false;
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      asked.push({ target: request.headers['x-amz-target'], body: JSON.parse(body) });
      if (isSilent) return;
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
      const Parameter = { Name: '/netsweep/api', Value: secretOf() };
      response.end(JSON.stringify({ SecretString: secretOf(), Parameter }));
    });
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    for (const [name, value] of Object.entries({
      AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${port}`,
      AWS_ENDPOINT_URL_SSM: `http://127.0.0.1:${port}`,
      AWS_REGION: 'local-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    }))
      vi.stubEnv(name, value);
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it('comes from Parameter Store in clear, once for many requests', async () => {
    const stores = connectedBy('/netsweep/api', ({ redis_token }) => ({ redis_token }));
    const [first, second] = [await stores(), await stores()];
    expect(first).toEqual({ redis_token: 'canary' });
    expect(second).toBe(first);
    expect(asked).toEqual([
      {
        target: 'AmazonSSM.GetParameter',
        body: { Name: '/netsweep/api', WithDecryption: true },
      },
    ]);
  });

  it('of the deployer comes from Secrets Manager', async () => {
    asked.length = 0;
    expect(await fromSecretsManager()('netsweep/stores')).toBe(secretOf());
    expect(asked).toEqual([
      { target: 'secretsmanager.GetSecretValue', body: { SecretId: 'netsweep/stores' } },
    ]);
  });

  it.each([
    ['Parameter Store', fromParameterStore({ timeoutMs: 250 })],
    ['Secrets Manager', fromSecretsManager(250)],
  ])('is waited for no longer than agreed, and asked for three times: %s', async (_, read) => {
    isSilent = true;
    asked.length = 0;
    await expect(read('/netsweep/api')).rejects.toSatisfy(isOutage);
    expect(asked).toHaveLength(3);
  });
});
