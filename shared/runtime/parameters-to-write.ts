import { SSMProvider } from '@aws-lambda-powertools/parameters/ssm';
import { patiently, type ReadSecret, TIMEOUT_MS } from './read-secret.ts';

const ATTEMPTS = 3;

const isMissing = (error: unknown): boolean =>
  error instanceof Error &&
  error.cause instanceof Error &&
  error.cause.name === 'ParameterNotFound';

/**
 * SecureString parameters that may be written too, made where they are not there: whoever writes one reads it as it is now.
 * For what runs at a deployment, which may take its time.
 */
export const parametersToWrite = (): {
  readonly read: ReadSecret;
  readonly write: (id: string, text: string) => Promise<void>;
} => {
  const provider = new SSMProvider({ clientConfig: patiently(ATTEMPTS, TIMEOUT_MS) });
  return {
    read: async (id) => {
      try {
        return await provider.get(id, { decrypt: true, forceFetch: true });
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    write: async (id, text) => {
      await provider.set(id, { value: text, parameterType: 'SecureString', overwrite: true });
    },
  };
};
