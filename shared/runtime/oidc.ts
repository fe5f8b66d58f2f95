import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import { DomainError } from '#shared/domain/errors.ts';
import type { StoredToken } from './auth.ts';
import { type Issuer, issuerAt } from './issuer.ts';
import { isOutage } from './outage.ts';

export type Oidc = {
  readonly issuer: string;
  readonly audience: string;
  /** Names the role, or a list that holds it. */
  readonly roleClaim: string;
  /** CIDRs, as a list or as words. */
  readonly scopesClaim: string;
};

/** What a JWT proves. */
export type Claimed = Omit<StoredToken, 'id' | 'isUnnoted'> & { readonly id: string };
/** Null: it proves nothing. Throws `dependency-unavailable` while the issuer's keys cannot be had. */
export type VerifyJwt = (jwt: string) => Promise<Claimed | null>;

/** Signatures alone: with a shared secret, or none, the public key would be enough to make one. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'EdDSA',
];
const TIMEOUT_MS = 3000;
const CACHED_MS = 600_000;
/** An unknown key id asks the issuer again at most this often. */
const COOLDOWN_MS = 30_000;
const CLOCK_TOLERANCE_SECONDS = 5;

/** From the highest: who has several roles may what the highest may. */
const ROLES = ['admin', 'operator', 'viewer'] as const;

const wordsOf = (claim: unknown): string[] => {
  if (typeof claim === 'string') return claim.split(/[\s,]+/).filter((word) => word !== '');
  return Array.isArray(claim) ? claim.filter((word) => typeof word === 'string') : [];
};

const claimedBy = (payload: JWTPayload, { roleClaim, scopesClaim }: Oidc): Claimed | null => {
  const subject = payload.sub ?? '';
  if (!/^[\x21-\x7e]{1,255}$/.test(subject)) return null;
  const roles = wordsOf(payload[roleClaim]);
  const role = ROLES.find((name) => roles.includes(name));
  if (role === undefined)
    throw new DomainError('forbidden', 'Your token names no role of Netsweep; ask for one.');
  const id = `oidc:${subject}`;
  return {
    id,
    owner: id,
    label: subject,
    role,
    scopes: wordsOf(payload[scopesClaim]).slice(0, 1000),
  };
};

/** What says that the keys, not the token, are at fault. */
const isKeysFault = (error: unknown): boolean =>
  error instanceof errors.JWKSTimeout ||
  error instanceof errors.JWKSInvalid ||
  (error instanceof errors.JOSEError && error.code === 'ERR_JOSE_GENERIC') ||
  isOutage(error);

const unavailable = (cause: unknown): DomainError =>
  new DomainError(
    'dependency-unavailable',
    'The issuer of your token cannot be asked; try again.',
    {
      details: { retry_after_seconds: 5 },
      cause,
    },
  );

/** Verifies JWTs of one issuer by its published keys, which are kept for ten minutes. */
export const jwtVerifier = (
  oidc: Oidc,
  { keysUrl }: Pick<Issuer, 'keysUrl'> = issuerAt(oidc.issuer),
  cooldownMs = COOLDOWN_MS,
): VerifyJwt => {
  let keys: ReturnType<typeof createRemoteJWKSet> | undefined;
  const keySet = async () => {
    keys ??= createRemoteJWKSet(await keysUrl(), {
      timeoutDuration: TIMEOUT_MS,
      cooldownDuration: cooldownMs,
      cacheMaxAge: CACHED_MS,
    });
    return keys;
  };
  const payloadOf = async (jwt: string): Promise<JWTPayload | null> => {
    const known = await keySet().catch((cause) => {
      throw unavailable(cause);
    });
    try {
      const { payload } = await jwtVerify(jwt, known, {
        issuer: oidc.issuer,
        audience: oidc.audience,
        algorithms: ALGORITHMS,
        requiredClaims: ['exp', 'sub'],
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
      });
      return payload;
    } catch (error) {
      if (isKeysFault(error)) throw unavailable(error);
      return null;
    }
  };
  return async (jwt) => {
    const payload = await payloadOf(jwt);
    return payload && claimedBy(payload, oidc);
  };
};
