import { LRUCache } from 'lru-cache';
import pRetry from 'p-retry';
import * as z from 'zod';
import { jsonOf } from '#shared/domain/json-of.ts';
import { postToAws } from './aws-request.ts';
import { CACHED_SECONDS, type ReadSecret, TIMEOUT_MS } from './read-secret.ts';

/** How often a read is tried, and how long each try may take. */
type Patience = { readonly attempts?: number; readonly timeoutMs?: number };

const ATTEMPTS = 3;
/**
 * Parameter Store serves an account 40 reads a second: a thousand scanners that start at once wait for their turn, with the
 * pauses up to half a minute. Nobody waits for a scanner's answer, as they do for the api's.
 * https://docs.aws.amazon.com/general/latest/gr/ssm.html
 */
export const PATIENT: Patience = { attempts: 8 };
/** Before the second try; doubled before each further one, times up to two at random. */
const FIRST_PAUSE_MS = 100;

const parameter = z.object({ Parameter: z.object({ Value: z.string() }) });
const refusal = z.object({ __type: z.string() }).catch({ __type: 'no reason' });

/** Parameter Store answers, and has not given the parameter. */
class ParameterError extends Error {
  override readonly name = 'GetParameterError';
}

/**
 * One GetParameter.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html
 */
const getParameter = async (name: string, timeoutMs: number): Promise<string> => {
  const { status, text } = await postToAws({
    service: 'ssm',
    path: '/',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AmazonSSM.GetParameter',
    },
    body: JSON.stringify({ Name: name, WithDecryption: true }),
    timeoutMs,
  });
  if (status === 200) return parameter.parse(jsonOf(text)).Parameter.Value;
  const [reason] = refusal.parse(jsonOf(text)).__type.split('#').slice(-1);
  throw new ParameterError(`Parameter Store answered ${status} (${reason}) for ${name}`);
};

/** Reads SecureString parameters of Systems Manager, each at most every five minutes; a read is safe to repeat. */
export const fromParameterStore = ({
  attempts = ATTEMPTS,
  timeoutMs = TIMEOUT_MS,
}: Patience = {}): ReadSecret => {
  const kept = new LRUCache<string, string>({
    max: 8,
    ttl: CACHED_SECONDS * 1000,
    fetchMethod: (id) =>
      pRetry(() => getParameter(id, timeoutMs), {
        retries: attempts - 1,
        minTimeout: FIRST_PAUSE_MS,
        randomize: true,
      }),
  });
  return (id) => kept.fetch(id);
};
