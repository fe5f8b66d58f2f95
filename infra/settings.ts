import type { Node } from 'constructs';
import { z } from 'zod';
import { parseCidr } from '#shared/domain/network.ts';

const noneOr = (text: string): string[] => text.split(',').filter((part) => part !== '');

/** What a deployer may say with `-c key=value`; everything has a default, so that synthesis needs no account. */
const settings = z.object({
  /** Part of every physical name: stages of one account never meet. */
  stage: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,19}$/, 'lower-case letters, digits and dashes, at most 20')
    .default('dev'),
  /** Name or whole ARN of the secret with the stores' credentials; `netsweep/<stage>` when not said. */
  secret: z.string().min(1).optional(),
  /** Scanners that may run at once; 0 shares what the account has, for accounts whose limit is small. */
  scannerConcurrency: z.coerce.number().int().min(0).max(1000).default(100),
  /** Networks that the first admin may probe, comma-separated. */
  scopes: z.string().default('').transform(noneOr),
  /** What one token and one owner may; see the README. */
  tokenRate: z.string().optional(),
  liveRuns: z.string().optional(),
  dailyProbes: z.string().optional(),
  /** An OIDC issuer whose JWTs are believed. */
  oidcIssuer: z.url({ protocol: /^https$/ }).optional(),
  oidcAudience: z.string().optional(),
  /** Of the page at the issuer. */
  oidcClientId: z.string().optional(),
  oidcRoleClaim: z.string().optional(),
  oidcScopesClaim: z.string().optional(),
  /** Any word; another than before lets the credentials be handed out again, though nothing else is deployed. */
  rotation: z.string().default(''),
  /** SHA-256 of the first admin token, in hex: the token itself stays with the deployer. */
  adminTokenSha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, '64 lower-case hex digits')
    .nullable()
    .default(null),
  /** SNS topic that hears of every alarm. */
  alarmTopic: z.string().regex(/^arn:/, 'the ARN of a topic').nullable().default(null),
  /** VPC to probe from; without it scanners leave by the public internet. */
  vpcId: z
    .string()
    .regex(/^vpc-[0-9a-f]{8,17}$/, 'vpc-…')
    .nullable()
    .default(null),
  /** Its subnets for scanners, comma-separated. */
  subnetIds: z.string().default('').transform(noneOr),
  /** CIDRs of the VPC where Postgres and Parameter Store are reached by HTTPS, comma-separated. */
  endpoints: z.string().default('').transform(noneOr),
  /** `true`: the subnets have IPv6 too. */
  dualStack: z.stringbool().default(false),
});

/** What a VPC needs beside its id: there packets may leave for what was named, and for nothing else. */
const wrongPlaceOf = (said: z.infer<typeof settings>): [keyof typeof said, string][] => {
  const lists = ['subnetIds', 'endpoints', 'scopes'] as const;
  const cidrs = ['endpoints', 'scopes'] as const;
  const isIpv6 = said.scopes.some((text) => text.includes(':'));
  return [
    ...lists
      .filter((key) => said[key].length === 0)
      .map((key) => [key, 'has to be said together with vpcId'] as [typeof key, string]),
    ...cidrs
      .filter((key) => said[key].some((text) => parseCidr(text) === null))
      .map((key) => [key, 'networks, as CIDRs'] as [typeof key, string]),
    ...(isIpv6 && !said.dualStack
      ? [['scopes', 'IPv6 needs dualStack=true, and subnets that have it'] as ['scopes', string]]
      : []),
  ];
};

const isPlaced = (said: z.infer<typeof settings>, context: z.RefinementCtx): void => {
  if (said.vpcId === null) return;
  for (const [key, message] of wrongPlaceOf(said)) {
    context.addIssue({ code: 'custom', path: [key], message });
  }
};

const named = settings.superRefine(isPlaced).transform((said) => ({
  ...said,
  secret: said.secret ?? `netsweep/${said.stage}`,
}));

export type Settings = Readonly<z.infer<typeof named>>;

/** Reads the settings from the context of `node`; throws with the names of the keys that are wrong. */
export const readSettings = (node: Node): Settings => {
  const context = Object.keys(settings.shape).map((key) => [key, node.tryGetContext(key)]);
  const parsed = named.safeParse(Object.fromEntries(context));
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`context is wrong: ${wrong.join('; ')}`);
};
