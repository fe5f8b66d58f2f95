import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { ReadSecret } from './secrets.ts';
import { fromSecretsManager } from './secrets.ts';

const TIMEOUT_MS = 5000;

/** Secrets that may be written too: whoever writes one reads it as it is now. */
export const secretsToWrite = (): {
  readonly read: ReadSecret;
  readonly write: (id: string, text: string) => Promise<void>;
} => {
  const client = new SecretsManagerClient({
    maxAttempts: 3,
    requestHandler: {
      connectionTimeout: TIMEOUT_MS,
      requestTimeout: TIMEOUT_MS,
      throwOnRequestTimeout: true,
    },
  });
  return {
    read: (id) => fromSecretsManager()(id),
    write: async (id, text) => {
      await client.send(new PutSecretValueCommand({ SecretId: id, SecretString: text }));
    },
  };
};
