import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { formatNetwork } from '#shared/domain/network.ts';
import { authenticate, type Role, requireRole, type StoredToken } from '#shared/runtime/auth.ts';
import { networksOf, principalOf } from '#test/support/samples.ts';

const TOKEN = 'nst_0123456789';
const HASH = createHash('sha256').update(TOKEN).digest('hex');

const depsWith = (token: Partial<StoredToken>, ...deployment: string[]) => {
  const stored: StoredToken = {
    id: 3,
    label: 'ci',
    role: 'operator',
    owner: 'ci',
    scopes: [],
    ...token,
  };
  return {
    callers: {
      find: async (sha256: string) => ({
        token: sha256 === HASH ? stored : null,
        scopes: networksOf(...deployment),
      }),
      noteUse: async () => {},
    },
  };
};

describe('who asks', () => {
  it.each([`Bearer ${TOKEN}`, `bearer ${TOKEN}`, `BEARER  ${TOKEN}`])(
    'is known by the hash of their token: %s',
    async (header) => {
      const { principal } = await authenticate(header, depsWith({}));
      expect(principal).toEqual({
        id: 'token:3',
        label: 'ci',
        role: 'operator',
        owner: 'ci',
        scopes: [],
      });
    },
  );

  it.each([
    undefined,
    '',
    'Bearer',
    'Bearer ',
    TOKEN,
    `Basic ${TOKEN}`,
    `Bearer ${TOKEN} `,
    `Bearer ${TOKEN}x`,
    `Bearer ${TOKEN.toUpperCase()}`,
    `Bearer ${HASH}`,
    `Bearer ${TOKEN}, Bearer ${TOKEN}`,
    `Bearer \u0000${TOKEN}`,
    `Bearer ${'x'.repeat(9000)}`,
  ])('is nobody with the header %j', async (header) => {
    await expect(authenticate(header, depsWith({}))).rejects.toMatchObject({
      code: 'unauthenticated',
    });
  });

  it.each<[string, Partial<StoredToken>, string[], string[]]>([
    ['an admin: all of the deployment', { role: 'admin' }, ['10.0.0.0/8'], ['10.0.0.0/8']],
    ['what the token says', { scopes: ['10.1.0.0/16'] }, ['10.0.0.0/8'], ['10.1.0.0/16']],
    ['no more than the deployment', { scopes: ['0.0.0.0/0'] }, ['10.0.0.0/8'], ['10.0.0.0/8']],
    ['nothing that the deployment gave up', { scopes: ['10.1.0.0/16'] }, ['192.168.0.0/16'], []],
    ['nothing without scopes', { scopes: [] }, ['10.0.0.0/8'], []],
    ['nothing of the other family', { scopes: ['::/0'] }, ['10.0.0.0/8'], []],
  ])('may probe, as %s', async (_name, token, deployment, expected) => {
    const { principal } = await authenticate(`Bearer ${TOKEN}`, depsWith(token, ...deployment));
    expect(principal.scopes.map(formatNetwork)).toEqual(expected);
  });
});

describe('by a JWT', () => {
  const jwt = 'e30.e30.sig';
  const claimed = {
    id: 'oidc:ann',
    owner: 'oidc:ann',
    label: 'ann',
    role: 'operator' as const,
    scopes: ['10.1.0.0/16', '192.168.0.0/16', 'nonsense'],
  };

  it('of the issuer they are who it says, inside the deployment', async () => {
    const deps = { ...depsWith({}, '10.0.0.0/8'), verifyJwt: async () => claimed };
    const { principal } = await authenticate(`Bearer ${jwt}`, deps);
    expect(principal).toMatchObject({ id: 'oidc:ann', owner: 'oidc:ann', role: 'operator' });
    expect(principal.scopes.map(formatNetwork)).toEqual(['10.1.0.0/16']);
  });

  it.each([
    ['where no issuer is named', depsWith({})],
    ['that proves nothing', { ...depsWith({}), verifyJwt: async () => null }],
  ])('%s they are nobody', async (_name, deps) => {
    await expect(authenticate(`Bearer ${jwt}`, deps)).rejects.toMatchObject({
      code: 'unauthenticated',
    });
  });
});

describe('a role', () => {
  const roles: Role[] = ['viewer', 'operator', 'admin'];

  it.each(roles.flatMap((has, i) => roles.map((needs, j) => [has, needs, i >= j] as const)))(
    '%s may do what asks for %s: %s',
    (has, needs, may) => {
      const attempt = () => requireRole(principalOf(has), needs);
      if (may) expect(attempt).not.toThrow();
      else expect(attempt).toThrow(expect.objectContaining({ code: 'forbidden' }));
    },
  );
});
