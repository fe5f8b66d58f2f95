import { DomainError } from '#shared/domain/errors.ts';
import type { Claimed, Deliveries } from '#shared/store/deliveries.ts';
import { TEMPLATES } from './messages.ts';
import { type Post, Unsendable } from './post.ts';
import { signatureOf } from './signature.ts';

export type TellDeps = {
  readonly deliveries: Pick<Deliveries, 'changesOf'>;
  readonly post: Post;
};
/** How an attempt ended: `gone` is for good. */
export type Ending =
  | { readonly as: 'done' }
  | { readonly as: 'failed' | 'gone'; readonly reason: string };
type Webhook = NonNullable<Claimed['webhook']>;

const GONE = 410;

const endingOf = (status: number): Ending => {
  if (status >= 200 && status < 300) return { as: 'done' };
  if (status === GONE) return { as: 'gone', reason: 'it answered 410: it is gone' };
  const redirected = status >= 300 && status < 400 ? '; redirects are not followed' : '';
  return { as: 'failed', reason: `it answered ${status}${redirected}` };
};

/** Of an error no more than its code is told: its text may be the receiver's. */
const reasonOf = (error: unknown): string => {
  if (error instanceof Unsendable) return error.message;
  if (error instanceof DomainError) return 'its URL is not allowed any more';
  if (error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError'))
    return 'it did not answer in time';
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^[A-Z_]{3,64}$/.test(code) ? `it cannot be reached: ${code}` : 'it cannot be reached';
};

/** Tells a webhook of the changes of a delivery, once. Nothing is sent where there is nothing left to tell. */
export const tellWebhook = async (
  claimed: Claimed,
  { url, format, secret }: Webhook,
  { deliveries, post }: TellDeps,
): Promise<Ending> => {
  const { type, write, ...page } = TEMPLATES[format];
  const isPing = claimed.runId === null;
  const found = isPing ? { changes: [], total: 0 } : await deliveries.changesOf(claimed.id, page);
  if (!isPing && found.total === 0) return { as: 'done' };
  const body = write({ ...claimed, ...found });
  const headers = {
    'content-type': type,
    'user-agent': 'netsweep',
    'netsweep-delivery': String(claimed.id),
    'netsweep-signature': signatureOf(secret, body, claimed.now),
  };
  try {
    return endingOf(await post(url, { headers, body }));
  } catch (error) {
    return { as: 'failed', reason: reasonOf(error) };
  }
};
