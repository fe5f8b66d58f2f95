import type { Context } from 'aws-lambda';
import { isReadable } from '#shared/domain/event-version.ts';
import { readEnvironment, webhookNetworksOf } from '#shared/runtime/environment.ts';
import { eventBus } from '#shared/runtime/event-bus.ts';
import { logOf } from '#shared/runtime/log.ts';
import { withScrubbedErrors } from '#shared/runtime/scrubbed-errors.ts';
import { connectedToDatabase } from '#shared/runtime/secrets.ts';
import { openDatabase } from '#shared/store/database.ts';
import { deliveriesIn } from '#shared/store/deliveries.ts';
import { notify } from './notify.ts';
import { postWith } from './post.ts';
import type { ChangeEvent } from './tell-bus.ts';

/** Longest that a receiver is waited for … */
const ANSWER_MS = 10_000;
/** … and what an attempt may take beside it. */
const RESERVE_MS = ANSWER_MS + 25_000;

const environment = readEnvironment('notifier');
const log = logOf('notifier');
const stores = connectedToDatabase(environment.NETSWEEP_SECRET_ID, ({ postgres_url }) => {
  const db = openDatabase(postgres_url, environment.NETSWEEP_NEON_ENDPOINT);
  return { deliveries: deliveriesIn(db) };
});
const rules = {
  policy: environment.NETSWEEP_POLICY,
  networks: webhookNetworksOf(environment),
};
const post = postWith({ rules, timeoutMs: ANSWER_MS });

/** Where there is no bus, the log hears of changes. */
const intoLog = async (events: readonly ChangeEvent[]): Promise<number> => {
  for (const { id, kind, ip, port, severity, run_id } of events)
    log.info('change', { change_id: id, kind, ip, port, severity, run_id });
  return 0;
};
const { NETSWEEP_EVENT_BUS: bus } = environment;
const publish = bus === undefined ? intoLog : eventBus(bus, ANSWER_MS);

const tell = async (event: unknown, context: Context): Promise<void> => {
  log.resetKeys();
  if (!isReadable(event)) {
    log.warn('an event of an unknown version is left alone');
    return;
  }
  log.appendKeys({ request_id: context.awsRequestId });
  const { deliveries } = await stores();
  const report = await notify({
    deliveries,
    post,
    publish,
    isLate: () => context.getRemainingTimeInMillis() < RESERVE_MS,
    warn: (message, facts) => log.warn(message, facts),
  });
  log.info('notified', report);
};

/** Woken when there may be something to tell; what, Postgres knows. */
export const handler = withScrubbedErrors(log, tell);
