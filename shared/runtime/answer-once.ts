import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError } from '#shared/domain/errors.ts';
import type { HttpRequest } from './http-request.ts';
import { passing } from './kill-points.ts';

/** What became of a named request so far; see `begin`. */
export type Begun = {
  readonly verdict: 'begun' | 'answered' | 'busy' | 'other';
  /** What it does to the stores bears this id. */
  readonly id: string;
  readonly reply?: unknown;
};

/** Where named requests are kept. */
export type RequestLog = {
  readonly begin: (name: string, fingerprint: string) => Promise<Begun>;
  readonly answer: (id: string, status: number, reply: unknown) => Promise<void>;
  /** It was refused: the name is free. */
  readonly withdraw: (id: string) => Promise<void>;
  /** What it did is not known: it alone may be begun again at once. */
  readonly suspend: (id: string) => Promise<void>;
};

const KEY = /^[\x21-\x7e]{1,255}$/;
/** How often, and how long, one waits for another who is at the same request. */
const LOOK_EVERY_MS = 200;
const LOOKS = 25;

/** The name of a request that carries an Idempotency-Key, unique to its caller; null without one. */
export const nameOf = ({ headers }: HttpRequest, principalId: string): string | null => {
  const key = headers['idempotency-key'];
  if (key === undefined) return null;
  if (KEY.test(key)) return `${principalId} ${key}`;
  throw new DomainError(
    'validation-error',
    'An Idempotency-Key has 1 to 255 visible ASCII characters.',
  );
};

const fingerprintOf = ({ method, path, body }: HttpRequest): string =>
  createHash('sha256').update(`${method} ${path}\n`).update(body).digest('hex');

/** Begins the request, or gives the answer it had; waits for somebody else who is at it. */
const begin = async (name: string, fingerprint: string, log: RequestLog): Promise<Begun> => {
  for (let look = 0; look < LOOKS; look += 1) {
    const begun = await log.begin(name, fingerprint);
    if (begun.verdict !== 'busy') return begun;
    await sleep(LOOK_EVERY_MS);
  }
  throw new DomainError(
    'dependency-unavailable',
    'A request with this key is being worked on; try again in a few seconds.',
    { details: { retry_after_seconds: 5 } },
  );
};

const isRefusal = (error: unknown): boolean =>
  error instanceof DomainError && error.code !== 'dependency-unavailable';

/**
 * Does a named request once and gives the same answer to whoever repeats it. One that was refused did nothing, and may
 * be mended and sent again under its name; one that failed may be repeated as it was: what it had done by then, its
 * handler finds by the id that `work` is given.
 */
export const answerOnce = async (
  request: HttpRequest,
  name: string,
  status: number,
  log: RequestLog,
  work: (id: string) => Promise<unknown>,
): Promise<unknown> => {
  const begun = await begin(name, fingerprintOf(request), log);
  if (begun.verdict === 'other')
    throw new DomainError(
      'idempotency-key-reused',
      'This Idempotency-Key was sent with another request; use a new one for each request.',
    );
  if (begun.verdict === 'answered') return begun.reply ?? undefined;
  passing('api.after_begin');
  try {
    const reply = await work(begun.id);
    passing('api.after_work');
    await log.answer(begun.id, status, reply);
    passing('api.after_answer');
    return reply;
  } catch (error) {
    const release = isRefusal(error) ? log.withdraw : log.suspend;
    // Should this fail too, the request may be begun again after a while.
    await release(begun.id).catch(() => {});
    throw error;
  }
};
