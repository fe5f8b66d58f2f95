import { DomainError } from '#shared/domain/errors.ts';
import type { Log } from '#shared/runtime/log.ts';

export type Deps = {
  /** Asks Postgres for the time. */
  readonly now: () => Promise<Date>;
  readonly pingRedis: () => Promise<unknown>;
  readonly log: Pick<Log, 'warn'>;
};

/** Whether the stores can be reached, and nothing else. Throws `dependency-unavailable`, saying which cannot. */
export const health = async ({
  now,
  pingRedis,
  log,
}: Deps): Promise<{ postgres: true; redis: true }> => {
  const [postgres, redis] = await Promise.allSettled([now(), pingRedis()]);
  const failures = [postgres, redis].flatMap((answer) =>
    answer.status === 'rejected' ? [answer.reason] : [],
  );
  if (failures.length === 0) return { postgres: true, redis: true };
  log.warn('a store cannot be reached', { errors: failures });
  throw new DomainError('dependency-unavailable', 'A store cannot be reached; try again soon.', {
    details: { postgres: postgres.status === 'fulfilled', redis: redis.status === 'fulfilled' },
  });
};
