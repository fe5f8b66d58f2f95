import type { Environment } from './environment.ts';
import type { StackOptions } from './local.ts';

/** How a stack on this machine is to be, as the environment says. */
export const stackOptions = (
  data: string,
  environment: Environment,
): Omit<StackOptions, 'log' | 'port'> => ({
  data,
  scopes: environment.NETSWEEP_SCOPES,
  policy: environment.NETSWEEP_POLICY,
  clockOffsetSeconds: environment.NETSWEEP_CLOCK_OFFSET_SECONDS,
  ...(environment.NETSWEEP_ADMIN_TOKEN && { adminToken: environment.NETSWEEP_ADMIN_TOKEN }),
});
