import { randomBytes } from 'node:crypto';
import { startNeonEndpoint } from './neon-endpoint.ts';
import { startPostgres } from './postgres.ts';
import { startRedis } from './redis.ts';
import { startUpstashEndpoint } from './upstash-endpoint.ts';

/** A password, token or key that nobody guesses. */
export const unguessable = (): string => randomBytes(24).toString('base64url');

/** Postgres with Neon's endpoint, and Redis with Upstash's, in a data folder; the passwords are new each time. */
export const startStores = async (
  dataFolder: string,
  log: (line: string) => void,
  stopping: AsyncDisposableStack,
) => {
  const starting = [
    startPostgres({ dataFolder, password: unguessable(), log }),
    startRedis({ dataFolder, password: unguessable(), log }),
  ] as const;
  for (const one of starting)
    stopping.defer(() =>
      one.then(
        ({ stop }) => stop(),
        () => {},
      ),
    );
  const [postgres, redis] = await Promise.all(starting);
  const neon = await startNeonEndpoint({ postgresUrl: postgres.url });
  stopping.defer(neon.stop);
  const upstash = await startUpstashEndpoint({ redisUrl: redis.url, token: unguessable() });
  stopping.defer(upstash.stop);
  return { postgres, redis, neon, upstash };
};

export type LocalStores = Awaited<ReturnType<typeof startStores>>;
