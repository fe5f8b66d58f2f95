import type { Environment } from './environment.ts';
import type { StackOptions } from './local.ts';

/** What is handed on to the functions as it is. */
const SETTING = /^NETSWEEP_(?:TOKEN_RATE|LIVE_RUNS|DAILY_PROBES|WEBHOOK_NETWORKS|OIDC_\w+)$/;

const settingsOf = (environment: Environment): Pick<StackOptions, 'settings'> => {
  const said = Object.entries(environment).flatMap(([key, value]) =>
    SETTING.test(key) && value !== undefined ? [[key, String(value)]] : [],
  );
  return said.length === 0 ? {} : { settings: Object.fromEntries(said) };
};

/** How a stack on this machine is to be, as the environment says. */
export const stackOptions = (
  data: string,
  environment: Environment,
): Omit<StackOptions, 'log' | 'port'> => ({
  data,
  scopes: environment.NETSWEEP_SCOPES,
  policy: environment.NETSWEEP_POLICY,
  clockOffsetSeconds: environment.NETSWEEP_CLOCK_OFFSET_SECONDS,
  ...settingsOf(environment),
  ...(environment.NETSWEEP_ADMIN_TOKEN && { adminToken: environment.NETSWEEP_ADMIN_TOKEN }),
});
