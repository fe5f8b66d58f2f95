import { z } from 'zod';
import { formatNetwork, parseCidr } from '#shared/domain/network.ts';
import { UsageError } from './usage-error.ts';

const LOOPBACK = '127.0.0.0/8';

const scopes = z.string().transform((text, context) =>
  text.split(',').map((item) => {
    const network = parseCidr(item.trim());
    if (network !== null) return formatNetwork(network);
    context.addIssue({
      code: 'custom',
      message: `is CIDRs with commas between, such as ${LOOPBACK}`,
    });
    return z.NEVER;
  }),
);

const whole = (min: number, max: number) => {
  const message = `is a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^-?[0-9]{1,12}$/, message)
    .transform(Number)
    .refine((value) => value >= min && value <= max, message);
};

const YEARS_SECONDS = 10_000_000_000;

const schema = z.object({
  /** Another deployment, and the token for it. */
  NETSWEEP_API: z.string().optional(),
  NETSWEEP_TOKEN: z.string().optional(),
  /** The stack on this machine. */
  NETSWEEP_DATA: z.string().optional(),
  NETSWEEP_ADMIN_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{8,512}$/, 'is 8 to 512 printable characters without spaces')
    .optional(),
  NETSWEEP_SCOPES: scopes.default([LOOPBACK]),
  NETSWEEP_PORT: whole(0, 65_535).default(8080),
  NETSWEEP_POLICY: z.enum(['local', 'lambda'], 'is local or lambda').default('local'),
  NETSWEEP_TOKEN_RATE: whole(1, 100_000).optional(),
  NETSWEEP_LIVE_RUNS: whole(1, 1_000_000).optional(),
  NETSWEEP_DAILY_PROBES: whole(1, 999_999_999_999).optional(),
  NETSWEEP_OIDC_ISSUER: z.url('is a URL').optional(),
  NETSWEEP_OIDC_AUDIENCE: z.string().optional(),
  NETSWEEP_OIDC_CLIENT_ID: z.string().optional(),
  NETSWEEP_OIDC_ROLE_CLAIM: z.string().optional(),
  NETSWEEP_OIDC_SCOPES_CLAIM: z.string().optional(),
  NETSWEEP_CLOCK_OFFSET_SECONDS: whole(-YEARS_SECONDS, YEARS_SECONDS).default(0),
  /** The terminal. */
  NO_COLOR: z.string().optional(),
  TERM: z.string().optional(),
  LC_ALL: z.string().optional(),
  LC_CTYPE: z.string().optional(),
  LANG: z.string().optional(),
});

export type Environment = z.infer<typeof schema>;

const notEmpty = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));

/** Reads what the command line knows of the environment; an empty value is an absent one. Throws UsageError with the keys that are wrong, never their values. */
export const readEnvironment = (environment: NodeJS.ProcessEnv): Environment => {
  const parsed = schema.safeParse(notEmpty(environment));
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => `${issue.path[0]?.toString()} ${issue.message}`);
  throw new UsageError([...new Set(wrong)].join('; '));
};
