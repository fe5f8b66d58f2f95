import { functions } from '#infra/functions.ts';
import type { EnvironmentValues, FunctionName } from '#shared/runtime/environment.ts';
import type { LambdaFunction } from './lambda/lambda-function.ts';
import type { Rig } from './rig.ts';

/** What a deployer may say of who gets in and how much they may; the functions' own schemas tell what each means. */
export const SETTINGS = [
  'NETSWEEP_TOKEN_RATE',
  'NETSWEEP_LIVE_RUNS',
  'NETSWEEP_DAILY_PROBES',
  'NETSWEEP_OIDC_ISSUER',
  'NETSWEEP_OIDC_AUDIENCE',
  'NETSWEEP_OIDC_CLIENT_ID',
  'NETSWEEP_OIDC_ROLE_CLAIM',
  'NETSWEEP_OIDC_SCOPES_CLAIM',
] as const;
export type Settings = Readonly<Partial<Record<(typeof SETTINGS)[number], string>>>;

export type Place = {
  readonly neonEndpoint: string;
  readonly secretsEndpoint: string;
  /** By function: what opens its own secret to it. */
  readonly accessKeys: Readonly<Record<FunctionName, string>>;
  readonly policy: 'local' | 'lambda';
  /** Scanner processes at work at once. */
  readonly scanners: number;
  readonly settings: Settings;
  readonly rig?: Rig | undefined;
};

/** Id of the secret that only `migrate` may read, and what the names of the other functions' parameters begin with. */
export const SECRET_ID = 'netsweep/local';
export const FUNCTION_SECRETS = `/${SECRET_ID}/`;
const IN_FLIGHT = 500;

type Values = { readonly [N in FunctionName]: EnvironmentValues<N> };

const valuesFor = ({ neonEndpoint, policy, scanners, settings }: Place): Values => {
  const { NETSWEEP_DAILY_PROBES } = settings;
  const own = (name: FunctionName) => ({
    NETSWEEP_SECRET_ID: FUNCTION_SECRETS + name,
    NETSWEEP_NEON_ENDPOINT: neonEndpoint,
    NETSWEEP_POLICY: policy,
  });
  const ringer = (name: FunctionName) => ({ ...own(name), NETSWEEP_FANOUT_FUNCTION: 'fanout' });
  return {
    api: { ...ringer('api'), ...settings },
    scheduler: { ...ringer('scheduler'), NETSWEEP_DAILY_PROBES },
    fanout: {
      ...ringer('fanout'),
      NETSWEEP_DAILY_PROBES,
      NETSWEEP_SCANNER_FUNCTION: 'scanner',
      NETSWEEP_WINDOW: String(scanners),
    },
    scanner: { ...own('scanner'), NETSWEEP_IN_FLIGHT: String(IN_FLIGHT) },
    migrate: {
      ...own('migrate'),
      NETSWEEP_SECRET_ID: SECRET_ID,
      NETSWEEP_FUNCTION_SECRETS: FUNCTION_SECRETS,
    },
  };
};

/** How many processes each function may have here, and how many wait ready for the first to come. */
const processesOf = ({
  scanners,
}: Place): Record<FunctionName, Pick<LambdaFunction, 'maxEnvironments' | 'prewarm'>> => ({
  api: { maxEnvironments: 4, prewarm: 1 },
  scheduler: { maxEnvironments: 1 },
  fanout: { maxEnvironments: 2, prewarm: 1 },
  scanner: { maxEnvironments: scanners, prewarm: 1 },
  migrate: { maxEnvironments: 1 },
});

const isGiven = (entry: [string, string | undefined]): entry is [string, string] =>
  entry[1] !== undefined;

/** A function of infra/functions.ts as this machine runs it. */
export const localFunction = (
  name: FunctionName,
  bundleFolder: string,
  place: Place,
): LambdaFunction => {
  const { memoryMb, timeoutSeconds } = functions[name];
  const { rig } = place;
  return {
    bundleFolder,
    memoryMb,
    timeoutSeconds,
    ...processesOf(place)[name],
    ...(rig && { variables: (variables) => rig.variables(name, variables) }),
    environment: {
      ...Object.fromEntries(Object.entries(valuesFor(place)[name]).filter(isGiven)),
      AWS_ENDPOINT_URL_SECRETS_MANAGER: place.secretsEndpoint,
      AWS_ENDPOINT_URL_SSM: place.secretsEndpoint,
      // Nobody collects them here; the API and the log say the same.
      POWERTOOLS_METRICS_DISABLED: 'true',
      AWS_ACCESS_KEY_ID: place.accessKeys[name],
    },
    // A doorbell or a tick that failed is made up for by the next tick.
    events: { retries: 0, maxAgeSeconds: 120 },
  };
};
