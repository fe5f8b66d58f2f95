import { createHash } from 'node:crypto';
import { DomainError } from '#shared/domain/errors.ts';
import { contains, type Network, parseCidr } from '#shared/domain/network.ts';
import { narrowestAround, type Scope } from '#shared/domain/scope.ts';
import type { Claimed, VerifyJwt } from './oidc.ts';

/** Each may do what those before it may. */
const ROLES = ['viewer', 'operator', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Who asks, whatever proved it. */
export type Principal = {
  /** Unique, such as `token:3`. */
  readonly id: string;
  readonly label: string;
  readonly role: Role;
  /** Whose rows they see; an admin sees all. */
  readonly owner: string;
  /** What they may probe: their own scopes, as far as the deployment has them too. */
  readonly scopes: readonly Scope[];
  /** The request that they ask by, as the audit tells it. */
  readonly via?: { readonly requestId: string; readonly ip: string };
};

/** A token as it is stored; expired and revoked ones are not found. */
export type StoredToken = Omit<Principal, 'id' | 'scopes' | 'via'> & {
  readonly id: number;
  readonly scopes: readonly string[];
  /** Its last use is to be noted. */
  readonly isUnnoted?: boolean;
};

export type AuthDeps = {
  readonly callers: {
    /** The token with this hash, if it is valid, and the deployment's scopes. */
    find: (
      sha256Hex: string,
    ) => Promise<{ readonly token: StoredToken | null; readonly scopes: readonly Scope[] }>;
    noteUse: (id: number) => Promise<void>;
  };
  /** Where the deployment names an OIDC issuer. */
  readonly verifyJwt?: VerifyJwt;
};

const BEARER = /^Bearer +([\x21-\x7e]{1,8192})$/i;

const refuse = (message: string): never => {
  throw new DomainError('unauthenticated', message);
};

const JWT = /^[\w-]+\.[\w-]+\.[\w-]*$/;

const namedBy = (token: StoredToken): Claimed => ({ ...token, id: `token:${token.id}` });

const claimedBy = async (bearer: string, verify: VerifyJwt | undefined): Promise<Claimed | null> =>
  verify !== undefined && JWT.test(bearer) ? verify(bearer) : null;

export type Authenticated = {
  readonly principal: Principal;
  /** Notes that the token was used, where that was not done within the minute. */
  readonly noteUse: () => Promise<void>;
};

/**
 * Finds out who asks from the Authorization header: by a token of ours or, where an issuer is named, by its JWT. Throws
 * `unauthenticated`.
 */
export const authenticate = async (
  authorization: string | undefined,
  { callers, verifyJwt }: AuthDeps,
): Promise<Authenticated> => {
  const [, bearer] = BEARER.exec(authorization ?? '') ?? [];
  if (bearer === undefined) return refuse('Send a header "Authorization: Bearer" with your token.');
  const hash = createHash('sha256').update(bearer).digest('hex');
  const { token, scopes: deployment } = await callers.find(hash);
  const claimed = token === null ? await claimedBy(bearer, verifyJwt) : namedBy(token);
  if (claimed === null) return refuse('The token is unknown, expired or revoked.');
  const { id, label, role, owner } = claimed;
  const principal = { id, label, role, owner, scopes: scopesOf(claimed, deployment) };
  return {
    principal,
    noteUse: async () => void (token?.isUnnoted && (await callers.noteUse(token.id))),
  };
};

/** An admin's scopes are the deployment's; anybody else's are what their token and the deployment share. */
const scopesOf = (
  { role, scopes }: Pick<StoredToken, 'role' | 'scopes'>,
  deployment: readonly Scope[],
): readonly Scope[] => {
  if (role === 'admin') return deployment;
  return scopes.flatMap((text) => sharedWith(deployment, parseCidr(text)));
};

/** Two blocks are nested or apart: what an own scope shares with the deployment's is itself, under the rules of the narrowest around it, and those inside it. */
const sharedWith = (deployment: readonly Scope[], own: Network | null): Scope[] => {
  if (own === null) return [];
  const around = narrowestAround(deployment, own);
  const inside = deployment.filter((scope) => scope.prefix > own.prefix && contains(own, scope));
  return around ? [{ ...around, ...own }, ...inside] : inside;
};

/** Throws `forbidden` unless the principal has the role or a higher one. */
export const requireRole = (principal: Principal, role: Role): void => {
  if (ROLES.indexOf(principal.role) >= ROLES.indexOf(role)) return;
  throw new DomainError('forbidden', `This needs the role ${role}; ask an admin for such a token.`);
};
