import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { afterAll, describe, expect, it } from 'vitest';
import { jwtVerifier } from '#shared/runtime/oidc.ts';

type Key = { readonly kid: string; readonly alg: string; readonly pair: CryptoKeyPair };
type CryptoKeyPair = Awaited<ReturnType<typeof generateKeyPair>>;

const keyOf = async (kid: string, alg = 'ES256'): Promise<Key> => ({
  kid,
  alg,
  pair: await generateKeyPair(alg, { extractable: true }),
});
const [rsa, ec, next, stranger] = await Promise.all([
  keyOf('rsa', 'RS256'),
  keyOf('ec'),
  keyOf('next'),
  keyOf('ec'),
]);

/** An issuer on the loopback, which publishes these keys. */
const issuerWith = async (...keys: Key[]) => {
  const state = { keys, isDown: false, asked: 0 };
  const server = createServer(async (request, response) => {
    if (state.isDown) return void response.writeHead(500).end('{}');
    state.asked += 1;
    const published = state.keys.map(async ({ kid, alg, pair }) => ({
      ...(await exportJWK(pair.publicKey)),
      kid,
      alg,
      use: 'sig',
    }));
    const document = request.url?.endsWith('/openid-configuration')
      ? { issuer: url, jwks_uri: `${url}/keys` }
      : { keys: await Promise.all(published) };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(document));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  afterAll(() => server.close());
  return { url, state };
};

const { url: issuer, state } = await issuerWith(rsa, ec);
const oidc = { issuer, audience: 'netsweep', roleClaim: 'role', scopesClaim: 'scopes' };
const verify = jwtVerifier(oidc, undefined, 0);

const good = { role: 'operator', scopes: ['10.0.0.0/8'] };
const signed = (
  change: { claims?: JWTPayload; key?: Key; kid?: string; exp?: string | null } = {},
) => {
  const { claims = good, key = ec, kid = key.kid, exp = '5m' } = change;
  const jwt = new SignJWT({ sub: 'ann', iss: issuer, aud: 'netsweep', ...claims });
  jwt.setProtectedHeader({ alg: key.alg, kid }).setIssuedAt();
  if (exp !== null) jwt.setExpirationTime(exp);
  return jwt.sign(key.pair.privateKey);
};
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const claims = () => ({
  ...good,
  sub: 'ann',
  iss: issuer,
  aud: 'netsweep',
  exp: Math.floor(Date.now() / 1000) + 300,
});
const hmac = async (secret: string | Buffer, kid: string): Promise<string> => {
  const text = `${encode({ alg: 'HS256', kid })}.${encode(claims())}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
};

describe('a JWT of the issuer', () => {
  it.each([rsa, ec])('says who asks, by $alg', async (key) => {
    expect(await verify(await signed({ key }))).toEqual({
      id: 'oidc:ann',
      owner: 'oidc:ann',
      label: 'ann',
      role: 'operator',
      scopes: ['10.0.0.0/8'],
    });
  });

  it.each([
    [{ role: ['offline_access', 'viewer', 'admin'], scopes: '10.0.0.0/8 fd00::/8' }, 'admin', 2],
    [{ role: 'viewer' }, 'viewer', 0],
    [{ role: 'viewer', scopes: [7, null, '10.0.0.0/8'] }, 'viewer', 1],
  ])('may say its role and scopes as %j', async (said, role, scopes) => {
    const claimed = await verify(await signed({ claims: said }));
    expect([claimed?.role, claimed?.scopes.length]).toEqual([role, scopes]);
  });

  it.each([{}, { role: 'root' }, { role: 7 }, { role: 'Admin' }])(
    'that names no role of ours may do nothing: %j',
    async (said) => {
      await expect(verify(await signed({ claims: said }))).rejects.toMatchObject({
        code: 'forbidden',
      });
    },
  );
});

const pem = await exportSPKI(rsa.pair.publicKey);
const jwk = JSON.stringify(await exportJWK(rsa.pair.publicKey));

describe('what proves nothing', () => {
  it.each<[string, () => string | Promise<string>]>([
    ['expired', () => signed({ exp: '-1m' })],
    ['without an expiry', () => signed({ exp: null })],
    ['not yet valid', () => signed({ claims: { ...good, nbf: 4_000_000_000 } })],
    ['of another audience', () => signed({ claims: { ...good, aud: 'other' } })],
    ['without an audience', () => signed({ claims: { ...good, aud: [] } })],
    ['of another issuer', () => signed({ claims: { ...good, iss: 'https://other.invalid' } })],
    ['of nobody', () => signed({ claims: { ...good, sub: '' } })],
    ['of somebody unprintable', () => signed({ claims: { ...good, sub: 'a\nb' } })],
    ['by a key of another kid', () => signed({ kid: 'unknown' })],
    ['by another key of the same kid', () => signed({ key: stranger })],
    ['under the kid of a key of another kind', () => signed({ kid: 'rsa' })],
    ['unsigned', () => `${encode({ alg: 'none' })}.${encode(claims())}.`],
    ['unsigned, with a kid', () => `${encode({ alg: 'none', kid: 'rsa' })}.${encode(claims())}.`],
    ['by HS256 with the public key in PEM', () => hmac(pem, 'rsa')],
    ['by HS256 with the public key as it is published', () => hmac(jwk, 'rsa')],
    ['by HS256 with nothing', () => hmac('', 'ec')],
    ['cut off', async () => (await signed()).slice(0, -4)],
    ['no JSON', () => 'a.b.c'],
    [
      'changed after it was signed',
      async () => {
        const [head, , signature] = (await signed()).split('.');
        return `${head}.${encode({ ...claims(), role: 'admin' })}.${signature}`;
      },
    ],
  ])('a JWT %s', async (_name, make) => {
    expect(await verify(await make())).toBeNull();
  });
});

describe('the keys', () => {
  it('may be rotated: a new one is found, one that was taken back is worth nothing', async () => {
    const own = await issuerWith(ec);
    const verifyOwn = jwtVerifier({ ...oidc, issuer: own.url }, undefined, 0);
    const by = (key: Key) => signed({ key, claims: { ...good, iss: own.url } });
    expect(await verifyOwn(await by(ec))).not.toBeNull();
    own.state.keys = [next];
    expect(await verifyOwn(await by(next))).not.toBeNull();
    expect(await verifyOwn(await by(ec))).toBeNull();
  });

  it('are asked for once, however many tokens come, and unknown kids do not ask at will', async () => {
    const patient = jwtVerifier(oidc);
    await patient(await signed());
    const before = state.asked;
    for (let i = 0; i < 5; i += 1) {
      expect(await patient(await signed())).not.toBeNull();
      expect(await patient(await signed({ kid: `made up ${i}` }))).toBeNull();
    }
    expect(state.asked).toBe(before);
  });

  it('that cannot be had are an outage, and no verdict on the token; those at hand go on', async () => {
    const own = await issuerWith(ec);
    const token = await signed({ claims: { ...good, iss: own.url } });
    const [fresh, warm] = [0, 1].map(() => jwtVerifier({ ...oidc, issuer: own.url }, undefined, 0));
    expect(await warm?.(token)).not.toBeNull();
    own.state.isDown = true;
    await expect(fresh?.(token)).rejects.toMatchObject({ code: 'dependency-unavailable' });
    expect(await warm?.(token)).not.toBeNull();
    const unknown = await signed({ key: next, claims: { ...good, iss: own.url } });
    await expect(warm?.(unknown)).rejects.toMatchObject({ code: 'dependency-unavailable' });
    own.state.isDown = false;
    expect(await fresh?.(token)).not.toBeNull();
  });

  it('of a place that describes another issuer are not taken', async () => {
    const path = jwtVerifier({ ...oidc, issuer: `${issuer}/tenant` });
    await expect(path(await signed())).rejects.toMatchObject({ code: 'dependency-unavailable' });
  });
});
