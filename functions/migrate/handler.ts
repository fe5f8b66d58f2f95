import { z } from 'zod';
import { readEnvironment } from '#shared/runtime/environment.ts';
import { connectedBy } from '#shared/runtime/secrets.ts';
import { setClock } from '#shared/store/clock.ts';
import { openDatabase } from '#shared/store/database.ts';
import { migrateDatabase } from '#shared/store/migrate.ts';
import { scopesIn } from '#shared/store/scopes.ts';
import { tokensIn } from '#shared/store/tokens.ts';

const deployment = z.strictObject({
  v: z.literal(1),
  /** CIDRs that the deployment itself allows to be probed. */
  scopes: z.array(z.string()),
  admin_token_sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
  clock_offset_seconds: z.int(),
});

const environment = readEnvironment('migrate');
const postgresUrl = connectedBy(environment.NETSWEEP_SECRET_ID, (secrets) => secrets.postgres_url);

/** Runs at each deployment: brings the schema up to date and writes down what the deployment says. Safe to repeat. */
export const handler = async (event: unknown): Promise<{ migrated: true }> => {
  const { scopes, admin_token_sha256, clock_offset_seconds } = deployment.parse(event);
  const url = await postgresUrl();
  await migrateDatabase(url, environment.NETSWEEP_NEON_ENDPOINT);
  const db = openDatabase(url, environment.NETSWEEP_NEON_ENDPOINT);
  await setClock(db, clock_offset_seconds);
  await scopesIn(db).setDeployment(scopes);
  if (admin_token_sha256 !== null) await tokensIn(db).setAdmin(admin_token_sha256);
  return { migrated: true };
};
