import type { Context } from 'aws-lambda';
import { isReadable, SENT_VERSION } from '#shared/domain/event-version.ts';
import { ringWithin } from '#shared/runtime/doorbell.ts';
import { readEnvironment } from '#shared/runtime/environment.ts';
import { lambdaClient } from '#shared/runtime/lambda-client.ts';
import { logOf } from '#shared/runtime/log.ts';
import { withScrubbedErrors } from '#shared/runtime/scrubbed-errors.ts';
import { connectedBy } from '#shared/runtime/secrets.ts';
import { countedFrom } from '#shared/store/clock.ts';
import { connect } from './connect.ts';
import { doorbell, MOST_HOPS } from './doorbell.ts';
import { fanOut } from './fan-out.ts';

/** A scanner's own 300 s, and room to hand over after it. */
const RESERVE_MS = 330_000;
/** Above the scanner's timeout, so that this end never gives up first. */
const INVOKE_TIMEOUT_MS = 320_000;

const environment = readEnvironment('fanout');
const log = logOf('fanout');
const lambda = lambdaClient({
  timeoutMs: INVOKE_TIMEOUT_MS,
  maxSockets: environment.NETSWEEP_WINDOW + 2,
});
const ring = ringWithin();
const stores = connectedBy(environment.NETSWEEP_SECRET_ID, (secrets) =>
  connect(secrets, environment),
);

const fan = async (event: unknown, context: Context): Promise<void> => {
  log.resetKeys();
  if (!isReadable(event)) {
    log.warn('an event of an unknown version is left alone');
    return;
  }
  const bell = doorbell.parse(event);
  log.appendKeys({ request_id: context.awsRequestId, hop: bell.hop });
  if (bell.hop > MOST_HOPS) {
    log.warn('a chain of fan-outs is too long and ends here');
    return;
  }
  const connected = await stores();
  const report = await fanOut(bell, {
    ...connected,
    clock: countedFrom(connected.clock),
    window: environment.NETSWEEP_WINDOW,
    invokeScanner: (scan) => lambda.invoke(environment.NETSWEEP_SCANNER_FUNCTION, scan),
    ring: (next) => ring(environment.NETSWEEP_FANOUT_FUNCTION, next),
    ringNotifier: () => ring(environment.NETSWEEP_NOTIFIER_FUNCTION, { v: SENT_VERSION }),
    isLate: () => context.getRemainingTimeInMillis() < RESERVE_MS,
    warn: (message, facts) => log.warn(message, facts),
  });
  log.info('fanned out', report);
};

/** Woken by a doorbell; how much work there is, the stores know. */
export const handler = withScrubbedErrors(log, fan);
