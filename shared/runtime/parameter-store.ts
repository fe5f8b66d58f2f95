import { SSMProvider } from '@aws-lambda-powertools/parameters/ssm';
import { CACHED_SECONDS, patiently, type ReadSecret, TIMEOUT_MS } from './read-secret.ts';

/** How often a read is tried, and how long each try may take. */
type Patience = { readonly attempts?: number; readonly timeoutMs?: number };

const ATTEMPTS = 3;
/**
 * Parameter Store serves an account 40 reads a second: a thousand scanners that start at once wait for their turn, with the
 * SDK's pauses up to half a minute. Nobody waits for a scanner's answer, as they do for the api's.
 * https://docs.aws.amazon.com/general/latest/gr/ssm.html
 */
export const PATIENT: Patience = { attempts: 8 };

const providerFor = ({ attempts = ATTEMPTS, timeoutMs = TIMEOUT_MS }: Patience) =>
  new SSMProvider({ clientConfig: patiently(attempts, timeoutMs) });

/** Reads SecureString parameters of Systems Manager, each at most every five minutes. */
export const fromParameterStore = (patience: Patience = {}): ReadSecret => {
  let provider: SSMProvider | undefined;
  return async (id) => {
    provider ??= providerFor(patience);
    return provider.get(id, { decrypt: true, maxAge: CACHED_SECONDS });
  };
};

const isMissing = (error: unknown): boolean =>
  error instanceof Error &&
  error.cause instanceof Error &&
  error.cause.name === 'ParameterNotFound';

/** Parameters that may be written too, made where they are not there: whoever writes one reads it as it is now. */
export const parametersToWrite = (): {
  readonly read: ReadSecret;
  readonly write: (id: string, text: string) => Promise<void>;
} => {
  const provider = providerFor({});
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
