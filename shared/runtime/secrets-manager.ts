import { SecretsProvider } from '@aws-lambda-powertools/parameters/secrets';
import { CACHED_SECONDS, patiently, type ReadSecret, TIMEOUT_MS } from './read-secret.ts';

const ATTEMPTS = 3;

/** Reads secrets from Secrets Manager, each at most every five minutes. */
export const fromSecretsManager = (timeoutMs = TIMEOUT_MS): ReadSecret => {
  let provider: SecretsProvider | undefined;
  return async (id) => {
    provider ??= new SecretsProvider({ clientConfig: patiently(ATTEMPTS, timeoutMs) });
    const text = await provider.get(id, { maxAge: CACHED_SECONDS });
    return typeof text === 'string' ? text : undefined;
  };
};
