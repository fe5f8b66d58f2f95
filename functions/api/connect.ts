import { SENT_VERSION } from '#shared/domain/event-version.ts';
import { DEFAULT_QUOTA } from '#shared/domain/run.ts';
import type { Ring } from '#shared/runtime/doorbell.ts';
import { type Environment, type oidcOf, webhookNetworksOf } from '#shared/runtime/environment.ts';
import type { Log } from '#shared/runtime/log.ts';
import type { VerifyJwt } from '#shared/runtime/oidc.ts';
import { admitBy } from '#shared/runtime/request-rate.ts';
import type { Secrets } from '#shared/runtime/secrets.ts';
import { addressMapsIn } from '#shared/store/address-maps.ts';
import { auditIn } from '#shared/store/audit.ts';
import { callersIn } from '#shared/store/callers.ts';
import { changesIn } from '#shared/store/changes.ts';
import { clockOf } from '#shared/store/clock.ts';
import { crontabOn } from '#shared/store/crontab.ts';
import { openDatabase } from '#shared/store/database.ts';
import { dueTimesIn } from '#shared/store/due-times.ts';
import { enqueue } from '#shared/store/enqueue.ts';
import { exclusionsIn } from '#shared/store/exclusions.ts';
import { expectationsIn } from '#shared/store/expectations.ts';
import { hostsIn } from '#shared/store/hosts.ts';
import { measuresIn } from '#shared/store/measures.ts';
import { planningIn } from '#shared/store/planning.ts';
import { openRedis } from '#shared/store/redis.ts';
import { requestAllowanceOn } from '#shared/store/request-allowance.ts';
import { requestsIn } from '#shared/store/requests.ts';
import { runsIn } from '#shared/store/runs.ts';
import { scopesIn } from '#shared/store/scopes.ts';
import { slicesIn } from '#shared/store/slices.ts';
import { startRunsIn } from '#shared/store/start-runs.ts';
import { tasksIn } from '#shared/store/tasks.ts';
import { tokensIn } from '#shared/store/tokens.ts';
import { trendsIn } from '#shared/store/trends.ts';
import { webhooksIn } from '#shared/store/webhooks.ts';
import { workListOn } from '#shared/store/work-list.ts';
import type { Deps } from './deps.ts';
import { signInOf } from './sign-in.ts';

export type Surroundings = {
  readonly environment: Environment<'api'>;
  readonly ring: Ring;
  readonly log: Log;
  /** Where an OIDC issuer is named. */
  readonly oidc?: ReturnType<typeof oidcOf>;
  /** It outlives a rotation of the secrets. */
  readonly verifyJwt?: VerifyJwt | undefined;
};

/** Requests a second that one token may make, where the deployment says nothing else. */
const TOKEN_RATE = 300;

/** What the deployment itself says of who may do how much. */
const rulesOf = ({ environment, oidc }: Surroundings) => ({
  policy: environment.NETSWEEP_POLICY,
  quota: {
    dailyProbes: environment.NETSWEEP_DAILY_PROBES ?? DEFAULT_QUOTA.dailyProbes,
    liveRuns: environment.NETSWEEP_LIVE_RUNS ?? DEFAULT_QUOTA.liveRuns,
  },
  webhookRules: {
    policy: environment.NETSWEEP_POLICY,
    networks: webhookNetworksOf(environment),
  },
  signIn: signInOf(oidc),
});

/** The stores as the routes use them, opened with the deployment's secrets. */
export const connect = (secrets: Secrets, surroundings: Surroundings): Deps => {
  const { environment, ring, log } = surroundings;
  const db = openDatabase(secrets.postgres_url, environment.NETSWEEP_NEON_ENDPOINT);
  const redis = openRedis(secrets.redis_url, secrets.redis_token);
  const planning = planningIn(db);
  const workList = workListOn(redis);
  const queue = { slices: slicesIn(db), workList, planning };
  return {
    tasks: tasksIn(db),
    runs: runsIn(db),
    hosts: hostsIn(db),
    addressMaps: addressMapsIn(db),
    trends: trendsIn(db),
    changes: changesIn(db),
    callers: callersIn(db),
    expectations: expectationsIn(db),
    measures: measuresIn(db),
    webhooks: webhooksIn(db),
    ringNotifier: () => ring(environment.NETSWEEP_NOTIFIER_FUNCTION, { v: SENT_VERSION }),
    tokens: tokensIn(db),
    requests: requestsIn(db),
    ...(surroundings.verifyJwt && { verifyJwt: surroundings.verifyJwt }),
    admit: admitBy(requestAllowanceOn(redis, environment.NETSWEEP_TOKEN_RATE ?? TOKEN_RATE)),
    scopes: scopesIn(db),
    exclusions: exclusionsIn(db),
    audit: auditIn(db),
    planning,
    workList,
    crontab: crontabOn(redis),
    dueTimes: dueTimesIn(db),
    now: clockOf(db),
    pingRedis: () => redis.ping(),
    startRuns: startRunsIn(db),
    enqueue: (run) => enqueue(run, queue),
    ring: () => ring(environment.NETSWEEP_FANOUT_FUNCTION, { v: SENT_VERSION, hop: 0 }),
    ...rulesOf(surroundings),
    log,
  };
};
