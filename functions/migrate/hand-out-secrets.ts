import * as z from 'zod';
import type { Secrets } from '#shared/runtime/secrets.ts';
import { ROLE_NAMES, type RoleName } from '#shared/store/privileges.ts';
import { letsIn, newPassword, urlFor } from '#shared/store/role-logins.ts';

export type HandOutDeps = {
  /** The deployment's own. */
  readonly secrets: Secrets;
  readonly endpoint: string | undefined;
  readonly read: (name: RoleName) => Promise<string | undefined>;
  readonly write: (name: RoleName, text: string) => Promise<void>;
};

/** They have no business with it. */
const WITHOUT_REDIS: ReadonlySet<RoleName> = new Set(['scanner', 'notifier']);

const given = z.object({ postgres_url: z.url() });

/** The password that a function was given before; null where its secret is not ours yet. */
const passwordIn = (text: string | undefined): string | null => {
  try {
    return decodeURIComponent(new URL(given.parse(JSON.parse(text ?? '')).postgres_url).password);
  } catch {
    return null;
  }
};

/** A password that works, the one before if it does: functions may be running on it. */
const passwordFor = async (name: RoleName, { secrets, endpoint, read }: HandOutDeps) => {
  const owner = secrets.postgres_url;
  const before = passwordIn(await read(name));
  const stays = before !== null && (await letsIn(urlFor(name, owner, before), endpoint));
  return stays ? before : newPassword(name, owner, endpoint);
};

/** Gives each function a secret of its own: how to reach Postgres in its own role, and Redis where it has business there. */
export const handOutSecrets = async (deps: HandOutDeps): Promise<void> => {
  const { postgres_url, redis_url, redis_token } = deps.secrets;
  for (const name of ROLE_NAMES) {
    const own = urlFor(name, postgres_url, await passwordFor(name, deps));
    const redis = WITHOUT_REDIS.has(name) ? {} : { redis_url, redis_token };
    const text = JSON.stringify({ postgres_url: own, ...redis });
    if (text !== (await deps.read(name))) await deps.write(name, text);
  }
};
