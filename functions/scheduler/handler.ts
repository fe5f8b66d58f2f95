import type { Context } from 'aws-lambda';
import { SENT_VERSION } from '#shared/domain/event-version.ts';
import { ringWithin } from '#shared/runtime/doorbell.ts';
import { readEnvironment } from '#shared/runtime/environment.ts';
import { logOf } from '#shared/runtime/log.ts';
import { metricsOf } from '#shared/runtime/metrics.ts';
import { withScrubbedErrors } from '#shared/runtime/scrubbed-errors.ts';
import { connectedBy } from '#shared/runtime/secrets.ts';
import { connect } from './connect.ts';
import { tick } from './tick.ts';

const environment = readEnvironment('scheduler');
const log = logOf('scheduler');
const measure = metricsOf('scheduler');
const ring = ringWithin();
const stores = connectedBy(environment.NETSWEEP_SECRET_ID, (secrets) =>
  connect(secrets, environment),
);

const work = async (_event: unknown, context: Context): Promise<void> => {
  log.resetKeys();
  log.appendKeys({ request_id: context.awsRequestId });
  const report = await tick({
    ...(await stores()),
    ring: () => ring(environment.NETSWEEP_FANOUT_FUNCTION, { v: SENT_VERSION, hop: 0 }),
    ringNotifier: () => ring(environment.NETSWEEP_NOTIFIER_FUNCTION, { v: SENT_VERSION }),
    remainingMs: () => context.getRemainingTimeInMillis(),
    warn: (message, facts) => log.warn(message, facts),
  });
  log.info('tick', report);
  measure({ Ticks: 1, LiveRuns: report.live, OldestDueSeconds: report.oldestDueSeconds });
};

/** The minute tick. Its event says nothing that matters: what is due, Postgres's clock decides. */
export const handler = withScrubbedErrors(log, work);
