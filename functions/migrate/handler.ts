import type { Redis } from '@upstash/redis';
import * as z from 'zod';
import { readEnvironment } from '#shared/runtime/environment.ts';
import { logOf } from '#shared/runtime/log.ts';
import { parametersToWrite } from '#shared/runtime/parameters-to-write.ts';
import { withScrubbedErrors } from '#shared/runtime/scrubbed-errors.ts';
import { connectedBy } from '#shared/runtime/secrets.ts';
import { fromSecretsManager } from '#shared/runtime/secrets-manager.ts';
import { setClock } from '#shared/store/clock.ts';
import { type Database, openDatabase } from '#shared/store/database.ts';
import { migrateDatabase } from '#shared/store/migrate.ts';
import type { RoleName } from '#shared/store/privileges.ts';
import { openRedis } from '#shared/store/redis.ts';
import { NETWORK_QUEUE } from '#shared/store/redis-keys.ts';
import { runsIn } from '#shared/store/runs.ts';
import { scopesIn } from '#shared/store/scopes.ts';
import { slicesIn } from '#shared/store/slices.ts';
import { tokensIn } from '#shared/store/tokens.ts';
import { workListOn } from '#shared/store/work-list.ts';
import { handOutSecrets } from './hand-out-secrets.ts';

const deployment = z.strictObject({
  v: z.literal(1),
  /** CIDRs that the deployment itself allows to be probed. */
  scopes: z.array(z.string()),
  admin_token_sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
  clock_offset_seconds: z.int(),
  /** No function of the deployment is running, so that nobody holds what is leased. */
  is_standing_still: z.boolean().default(false),
});

const environment = readEnvironment('migrate');
const log = logOf('migrate');
const secrets = connectedBy(environment.NETSWEEP_SECRET_ID, (read) => read, fromSecretsManager());

const functionSecrets = parametersToWrite();
const secretIdOf = (name: RoleName): string => environment.NETSWEEP_FUNCTION_SECRETS + name;

/** What dead scanners and fan-outs held is free again at once, not when its leases run out. */
const endLeases = async (db: Database, redis: Redis): Promise<void> => {
  const workList = workListOn(redis);
  await slicesIn(db).endLeases();
  const live = await runsIn(db).live();
  for (const list of [NETWORK_QUEUE, ...live.map(({ key }) => key)]) await workList.takeBack(list);
};

const deploy = async (event: unknown): Promise<{ migrated: true }> => {
  const said = deployment.parse(event);
  const { postgres_url, redis_url, redis_token } = await secrets();
  await migrateDatabase(postgres_url, environment.NETSWEEP_NEON_ENDPOINT);
  await handOutSecrets({
    secrets: { postgres_url, redis_url, redis_token },
    endpoint: environment.NETSWEEP_NEON_ENDPOINT,
    read: (name) => functionSecrets.read(secretIdOf(name)),
    write: (name, text) => functionSecrets.write(secretIdOf(name), text),
  });
  const db = openDatabase(postgres_url, environment.NETSWEEP_NEON_ENDPOINT);
  await setClock(db, said.clock_offset_seconds);
  const refused = await scopesIn(db).setDeployment(said.scopes, environment.NETSWEEP_POLICY);
  if (refused.length > 0)
    log.warn('scopes that hold addresses which are never probed were left out', {
      scopes: refused,
    });
  if (said.admin_token_sha256 !== null) await tokensIn(db).setAdmin(said.admin_token_sha256);
  if (said.is_standing_still) await endLeases(db, openRedis(redis_url, redis_token));
  return { migrated: true };
};

/** Runs at each deployment: brings the schema up to date, gives each function its own secret, and writes down
 * what the deployment says. Safe to repeat. */
export const handler = withScrubbedErrors(log, deploy);
