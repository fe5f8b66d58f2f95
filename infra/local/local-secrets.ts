import { OWN_CREDENTIALS } from '#infra/functions.ts';
import type { FunctionName } from '#shared/runtime/environment.ts';
import { FUNCTION_SECRETS, SECRET_ID } from './local-functions.ts';
import { type LocalStores, unguessable } from './local-stores.ts';
import { startSecretsEndpoint } from './secrets-endpoint.ts';

/** The secrets of this machine and the keys to them: each function's opens its own, which `migrate` makes. */
export const startSecrets = async ({ postgres, upstash }: LocalStores, upstashUrl: string) => {
  const ofAll = { postgres_url: postgres.url, redis_url: upstashUrl, redis_token: upstash.token };
  const ids = OWN_CREDENTIALS.map((name) => FUNCTION_SECRETS + name);
  const accessKeys: Record<FunctionName, string> = {
    api: unguessable(),
    scheduler: unguessable(),
    fanout: unguessable(),
    scanner: unguessable(),
    notifier: unguessable(),
    migrate: unguessable(),
  };
  const own = OWN_CREDENTIALS.map((name) => [
    accessKeys[name],
    { read: [FUNCTION_SECRETS + name], write: [] },
  ]);
  const endpoint = await startSecretsEndpoint(
    { [SECRET_ID]: JSON.stringify(ofAll) },
    {
      keys: {
        ...Object.fromEntries(own),
        [accessKeys.migrate]: { read: [SECRET_ID, ...ids], write: ids },
      },
    },
  );
  return { ...endpoint, accessKeys };
};
