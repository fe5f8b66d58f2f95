import type { Context } from 'aws-lambda';
import { isReadable } from '#shared/domain/event-version.ts';
import { threadedSweep } from '#shared/engine/threaded-sweep.ts';
import { identifyingWith } from '#shared/identify/identify-hosts.ts';
import { hostSources, portSources } from '#shared/identify/sources.ts';
import { readEnvironment } from '#shared/runtime/environment.ts';
import { logOf } from '#shared/runtime/log.ts';
import { metricsOf } from '#shared/runtime/metrics.ts';
import { fromParameterStore, PATIENT } from '#shared/runtime/parameter-store.ts';
import { withScrubbedErrors } from '#shared/runtime/scrubbed-errors.ts';
import { connectedToDatabase } from '#shared/runtime/secrets.ts';
import { attemptsIn } from '#shared/store/attempts.ts';
import { openDatabase } from '#shared/store/database.ts';
import { type ScanOutcome, scanEvent } from './event.ts';
import { patientAttempts } from './patient-attempts.ts';
import { probeChunk } from './probe-chunk.ts';

/** Kept for staging and committing. */
const RESERVE_MS = 20_000;

const environment = readEnvironment('scanner');
const log = logOf('scanner');
const measure = metricsOf('scanner');
const stores = connectedToDatabase(
  environment.NETSWEEP_SECRET_ID,
  ({ postgres_url }) => {
    const db = openDatabase(postgres_url, environment.NETSWEEP_NEON_ENDPOINT);
    return { attempts: patientAttempts(attemptsIn(db)) };
  },
  fromParameterStore(PATIENT),
);
const engine = threadedSweep({
  onSockets: ({ sockets, troubles }) => log.info('sockets', { sockets, troubles }),
});
const identify = identifyingWith({ portSources, hostSources });

const scanChunk = async (event: unknown, context: Context): Promise<ScanOutcome> => {
  log.resetKeys();
  if (!isReadable(event)) {
    log.warn('an event of an unknown version is left alone');
    return { outcome: 'refused', hosts: 0 };
  }
  const scan = scanEvent.parse(event);
  log.appendKeys({
    request_id: context.awsRequestId,
    run_id: scan.run_id,
    chunk_no: scan.chunk_no,
  });
  return probeChunk(scan, {
    ...(await stores()),
    engine,
    identify,
    policy: environment.NETSWEEP_POLICY,
    inFlight: environment.NETSWEEP_IN_FLIGHT,
    deadlineAt: Date.now() + context.getRemainingTimeInMillis() - RESERVE_MS,
    log: (message, facts) => log.info(message, facts),
    onCommitted: ({ online, probesSent, localFailures }) =>
      measure({ Chunks: 1, Probes: probesSent, Hosts: online, LocalFailures: localFailures }),
  });
};

/** Probes one chunk. */
export const handler = withScrubbedErrors(log, scanChunk);
