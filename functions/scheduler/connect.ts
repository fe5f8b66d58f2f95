import { DEFAULT_QUOTA } from '#shared/domain/run.ts';
import type { Environment } from '#shared/runtime/environment.ts';
import type { Secrets } from '#shared/runtime/secrets.ts';
import { clockOf } from '#shared/store/clock.ts';
import { crontabOn } from '#shared/store/crontab.ts';
import { openDatabase } from '#shared/store/database.ts';
import { digestsIn } from '#shared/store/digests.ts';
import { dueTimesIn } from '#shared/store/due-times.ts';
import { legacyTasksIn } from '#shared/store/legacy-tasks.ts';
import { planningIn } from '#shared/store/planning.ts';
import { quarantineOn } from '#shared/store/quarantine.ts';
import { openRedis } from '#shared/store/redis.ts';
import { runsIn } from '#shared/store/runs.ts';
import { permissionIn, scopesIn } from '#shared/store/scopes.ts';
import { slicesIn } from '#shared/store/slices.ts';
import { tellingIn } from '#shared/store/telling.ts';
import { workListOn } from '#shared/store/work-list.ts';

/** The stores as the scheduler uses them. */
export const connect = (secrets: Secrets, environment: Environment<'scheduler'>) => {
  const db = openDatabase(secrets.postgres_url, environment.NETSWEEP_NEON_ENDPOINT);
  const redis = openRedis(secrets.redis_url, secrets.redis_token);
  return {
    clock: clockOf(db),
    crontab: crontabOn(redis),
    digests: digestsIn(db),
    dueTimes: dueTimesIn(db),
    planning: planningIn(db),
    quarantine: quarantineOn(redis),
    runs: runsIn(db),
    slices: slicesIn(db),
    tasks: legacyTasksIn(db),
    telling: tellingIn(db),
    workList: workListOn(redis),
    scopes: scopesIn(db),
    dailyProbes: environment.NETSWEEP_DAILY_PROBES ?? DEFAULT_QUOTA.dailyProbes,
    permission: permissionIn(db, environment.NETSWEEP_POLICY),
  };
};
