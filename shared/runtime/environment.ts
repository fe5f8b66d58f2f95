import * as z from 'zod';
import { privateUrl } from './private-url.ts';

/** The only file that reads the environment: one schema a function, so that a wrong deployment dies at cold start. */

const stores = {
  /**
   * Where `{postgres_url, redis_url, redis_token}` is kept: a SecureString parameter of Systems Manager, for `migrate` a secret
   * of Secrets Manager. The secrets themselves are never in the environment.
   */
  NETSWEEP_SECRET_ID: z.string().min(1),
  /** Neon's SQL-over-HTTP endpoint where it is not the one the driver derives from the host name; empty says nothing. */
  NETSWEEP_NEON_ENDPOINT: z.literal('').or(privateUrl).optional(),
};
/** Probes that an owner may have planned in a day. */
const dailyProbes = { NETSWEEP_DAILY_PROBES: z.coerce.number().int().min(1).optional() };
/** An issuer of JWTs to be believed, and what to read in them. In clear text only on this machine. */
const issuer = z
  .url({ protocol: /^https?$/ })
  .refine(
    (url) => url.startsWith('https:') || /^http:\/\/(?:127\.0\.0\.1|localhost)[:/]/.test(url),
  );
const oidc = {
  NETSWEEP_OIDC_ISSUER: issuer.optional(),
  NETSWEEP_OIDC_AUDIENCE: z.string().min(1).optional(),
  /** The page's client at the issuer; without it the page signs in by tokens alone. */
  NETSWEEP_OIDC_CLIENT_ID: z.string().min(1).optional(),
  NETSWEEP_OIDC_ROLE_CLAIM: z.string().min(1).optional(),
  NETSWEEP_OIDC_SCOPES_CLAIM: z.string().min(1).optional(),
};
const policy = z.enum(['local', 'lambda']);

const schemas = {
  api: z.object({
    ...stores,
    ...dailyProbes,
    ...oidc,
    /** Requests a second that one token may make; twice as many may come at once. */
    NETSWEEP_TOKEN_RATE: z.coerce.number().min(1).max(100_000).optional(),
    /** Live runs that an owner who is no admin may have at once. */
    NETSWEEP_LIVE_RUNS: z.coerce.number().int().min(1).optional(),
    NETSWEEP_POLICY: policy,
    NETSWEEP_FANOUT_FUNCTION: z.string().min(1),
  }),
  scheduler: z.object({
    ...stores,
    ...dailyProbes,
    NETSWEEP_POLICY: policy,
    NETSWEEP_FANOUT_FUNCTION: z.string().min(1),
  }),
  fanout: z.object({
    ...stores,
    ...dailyProbes,
    NETSWEEP_POLICY: policy,
    NETSWEEP_FANOUT_FUNCTION: z.string().min(1),
    NETSWEEP_SCANNER_FUNCTION: z.string().min(1),
    /** Scanner invocations kept busy at once by one fan-out. */
    NETSWEEP_WINDOW: z.coerce.number().int().min(1).max(1000),
  }),
  migrate: z.object({
    ...stores,
    NETSWEEP_POLICY: policy,
    /** The names of the functions' own parameters begin with it, and end with the function's name. */
    NETSWEEP_FUNCTION_SECRETS: z.string().min(1),
  }),
  scanner: z.object({
    ...stores,
    NETSWEEP_POLICY: policy,
    /** Probes one scanner keeps in flight; the descriptor limit may allow fewer. */
    NETSWEEP_IN_FLIGHT: z.coerce.number().int().min(1).max(65_536),
  }),
};

export type FunctionName = keyof typeof schemas;
export type Environment<N extends FunctionName> = z.infer<(typeof schemas)[N]>;
/** What infra has to set: the same keys, as text. An absent key does not compile. */
export type EnvironmentValues<N extends FunctionName> = {
  [K in keyof Environment<N>]: undefined extends Environment<N>[K] ? string | undefined : string;
};

/** Where a test wants the process to die: `name:nth`. Null everywhere else. */
export const readKill = <P extends string>(
  points: readonly P[],
): { point: P; nth: number } | null => {
  const text = process.env.NETSWEEP_KILL;
  if (text === undefined) return null;
  const [name, nth = '1', ...rest] = text.split(':');
  const point = points.find((known) => known === name);
  if (point === undefined || !/^[1-9]\d{0,8}$/.test(nth) || rest.length > 0)
    throw new Error(`NETSWEEP_KILL is name:nth, with a name of ${points.join(', ')}`);
  return { point, nth: Number(nth) };
};

/** Reads and checks the environment of a function; throws with the names of the keys that are wrong, never their values. */
export const readEnvironment = <N extends FunctionName>(name: N): Environment<N> => {
  const parsed = schemas[name].safeParse(process.env);
  if (parsed.success) return parsed.data as Environment<N>;
  const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`environment of ${name} is wrong: ${wrong.join('; ')}`);
};

/** The OIDC issuer that the environment names, if it does; throws where its audience is missing. */
export const oidcOf = (environment: Environment<'api'>) => {
  const { NETSWEEP_OIDC_ISSUER: issuer, NETSWEEP_OIDC_AUDIENCE: audience } = environment;
  if (issuer === undefined) return undefined;
  // Without it, a token that was made for another service would do.
  if (audience === undefined)
    throw new Error('environment of api is wrong: NETSWEEP_OIDC_AUDIENCE');
  return {
    issuer,
    audience,
    clientId: environment.NETSWEEP_OIDC_CLIENT_ID ?? null,
    roleClaim: environment.NETSWEEP_OIDC_ROLE_CLAIM ?? 'netsweep_role',
    scopesClaim: environment.NETSWEEP_OIDC_SCOPES_CLAIM ?? 'netsweep_scopes',
  };
};
