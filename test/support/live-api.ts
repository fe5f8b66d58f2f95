import { createHash, randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { connect } from '#functions/api/connect.ts';
import { routes } from '#functions/api/routes.ts';
import type { Policy } from '#shared/domain/forbidden.ts';
import type { Role } from '#shared/runtime/auth.ts';
import type { Environment } from '#shared/runtime/environment.ts';
import { httpHandler } from '#shared/runtime/http.ts';
import { openDatabase } from '#shared/store/database.ts';
import { scopesIn } from '#shared/store/scopes.ts';
import { askByContract } from './contract.ts';
import type { TestDatabase } from './databases.ts';
import type { Answer, Asked } from './http-event.ts';
import { listeningLog } from './listening-log.ts';
import type { TestRedis } from './stores.ts';

type Stores = {
  readonly postgres: Pick<TestDatabase, 'url' | 'neonEndpoint'>;
  readonly redis: Pick<TestRedis, 'upstashUrl' | 'token'>;
};

export type Caller = (
  asked: Omit<Asked, 'body' | 'headers'> & { body?: unknown },
) => Promise<Answer>;

/** Makes a token in Postgres; its text. */
const makeToken = async (url: string, owner: string, role: Role, scopes: readonly string[]) => {
  const text = `nst_${randomUUID()}`;
  const sha256 = createHash('sha256').update(text).digest('hex');
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(
    'insert into netsweep_token (sha256, owner, label, role, scopes) values ($1, $2, $2, $3, $4)',
    [sha256, owner, role, scopes],
  );
  await client.end();
  return text;
};

/** The API as it is deployed, over real stores; the doorbell is counted instead of rung. */
export const liveApi = async (
  { postgres, redis }: Stores,
  policy: Policy,
  scopes: readonly string[],
  settings: Partial<Environment<'api'>> = {},
) => {
  const log = listeningLog();
  const rung: unknown[] = [];
  const secrets = {
    postgres_url: postgres.url,
    redis_url: redis.upstashUrl,
    redis_token: redis.token,
  };
  const environment = {
    NETSWEEP_SECRET_ID: 'test',
    NETSWEEP_NEON_ENDPOINT: postgres.neonEndpoint,
    NETSWEEP_POLICY: policy,
    NETSWEEP_FANOUT_FUNCTION: 'fanout',
    NETSWEEP_NOTIFIER_FUNCTION: 'notifier',
    ...settings,
  };
  const ring = async (_name: string, event: unknown) => {
    rung.push(event);
  };
  const deps = connect(secrets, { environment, ring, log });
  await scopesIn(openDatabase(postgres.url, postgres.neonEndpoint)).setDeployment(scopes);
  const handler = httpHandler({ routes, deps: async () => deps, log });

  return {
    log,
    rung,
    ask: (asked: Asked) => askByContract(handler, asked),
    /** Somebody with a token of their own, who sends JSON. */
    caller: async (owner: string, role: Role, own: readonly string[] = scopes) => {
      const token = await makeToken(postgres.url, owner, role, own);
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const call: Caller = ({ body, ...asked }) =>
        askByContract(handler, {
          ...asked,
          headers,
          ...(body !== undefined && { body: JSON.stringify(body) }),
        });
      return { token, call };
    },
  };
};
