import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, it } from 'vitest';
import { issuerAt } from '#shared/runtime/issuer.ts';

/** An issuer on the loopback that describes itself so. */
const issuerSaying = async (more: (url: string) => Record<string, unknown>) => {
  const asked: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url);
    response.end(JSON.stringify({ issuer: url, jwks_uri: `${url}/keys`, ...more(url) }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  afterAll(() => server.close());
  return { url, asked };
};

it('says where its keys are and who gives out its tokens, and is asked once', async () => {
  const { url, asked } = await issuerSaying(() => ({
    token_endpoint: 'https://pool.auth.test/oauth2/token;script-src *',
  }));
  const issuer = issuerAt(url);
  expect(await issuer.origins()).toEqual([url, 'https://pool.auth.test']);
  expect(await issuer.keysUrl()).toEqual(new URL(`${url}/keys`));
  expect(asked).toEqual(['/.well-known/openid-configuration']);
});

it.each([
  ['at its own address', { token_endpoint: undefined }],
  ['nowhere that could be asked', { token_endpoint: 'javascript:alert(1)' }],
  ['in the name of another', { issuer: 'https://other.test', token_endpoint: 'https://bad.test/' }],
])('that gives out its tokens %s is spoken to alone', async (_, more) => {
  const { url } = await issuerSaying(() => more);
  expect(await issuerAt(url).origins()).toEqual([url]);
});

it('that does not answer keeps no page waiting again and again, and may name its keys later', async () => {
  let isReady = false;
  const { url, asked } = await issuerSaying(() => (isReady ? {} : { jwks_uri: 'nothing' }));
  const issuer = issuerAt(url);
  expect(await issuer.origins()).toEqual([url]);
  expect(await issuer.origins()).toEqual([url]);
  expect(asked).toHaveLength(1);
  await expect(issuer.keysUrl()).rejects.toThrow();
  isReady = true;
  expect(await issuer.keysUrl()).toEqual(new URL(`${url}/keys`));
});
