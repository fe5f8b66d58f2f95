import { functions } from '#infra/functions.ts';
import type { EnvironmentValues, FunctionName } from '#shared/runtime/environment.ts';
import type { LambdaFunction } from './lambda/lambda-function.ts';
import type { Rig } from './rig.ts';

export type Place = {
  readonly neonEndpoint: string;
  readonly secretsEndpoint: string;
  /** Only requests signed with it may read the secrets. */
  readonly accessKeyId: string;
  readonly policy: 'local' | 'lambda';
  /** Scanner processes at work at once. */
  readonly scanners: number;
  readonly rig?: Rig | undefined;
};

/** Id of the one secret: how to reach the stores. */
export const SECRET_ID = 'netsweep/local';
const IN_FLIGHT = 500;

type Values = { readonly [N in FunctionName]: EnvironmentValues<N> };

const valuesFor = ({ neonEndpoint, policy, scanners }: Place): Values => {
  const stores = { NETSWEEP_SECRET_ID: SECRET_ID, NETSWEEP_NEON_ENDPOINT: neonEndpoint };
  const ringer = { ...stores, NETSWEEP_POLICY: policy, NETSWEEP_FANOUT_FUNCTION: 'fanout' };
  return {
    api: ringer,
    scheduler: ringer,
    fanout: {
      ...ringer,
      NETSWEEP_SCANNER_FUNCTION: 'scanner',
      NETSWEEP_WINDOW: String(scanners),
    },
    scanner: { ...stores, NETSWEEP_POLICY: policy, NETSWEEP_IN_FLIGHT: String(IN_FLIGHT) },
    migrate: { ...stores, NETSWEEP_POLICY: policy },
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
      AWS_ACCESS_KEY_ID: place.accessKeyId,
      // Nobody collects them here; the API and the log say the same.
      POWERTOOLS_METRICS_DISABLED: 'true',
    },
    // A doorbell or a tick that failed is made up for by the next tick.
    events: { retries: 0, maxAgeSeconds: 120 },
  };
};
