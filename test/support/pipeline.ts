import { connect as connectFanout } from '#functions/fanout/connect.ts';
import type { Invocation } from '#functions/fanout/dispatch.ts';
import type { Doorbell } from '#functions/fanout/doorbell.ts';
import { type FanOutDeps, fanOut } from '#functions/fanout/fan-out.ts';
import { scanEvent } from '#functions/scanner/event.ts';
import { probeChunk } from '#functions/scanner/probe-chunk.ts';
import { nodeLayer } from '#shared/engine/node-layer.ts';
import { sweepOn } from '#shared/engine/sweep.ts';
import { attemptsIn } from '#shared/store/attempts.ts';
import { openDatabase } from '#shared/store/database.ts';
import { enqueue } from '#shared/store/enqueue.ts';
import { identifyAll } from '#test/support/identify-all.ts';
import { usePostgres, useRedis } from './stores.ts';

type Scan = (event: unknown) => Promise<Invocation>;
type Overrides = {
  invokeScanner?: Scan;
  window?: number;
  isLate?: () => boolean;
  hop?: number;
  planning?: FanOutDeps['planning'];
};

/** The fan-out and the scanner in this process, over real stores of this test file's own. */
export const usePipeline = async () => {
  const postgres = await usePostgres();
  const redis = await useRedis();
  const db = openDatabase(postgres.url, postgres.neonEndpoint);
  const stores = connectFanout(
    { postgres_url: postgres.url, redis_url: redis.upstashUrl, redis_token: redis.token },
    {
      NETSWEEP_SECRET_ID: 'stores',
      NETSWEEP_NEON_ENDPOINT: postgres.neonEndpoint,
      NETSWEEP_POLICY: 'local',
      NETSWEEP_FANOUT_FUNCTION: 'fanout',
      NETSWEEP_NOTIFIER_FUNCTION: 'notifier',
      NETSWEEP_SCANNER_FUNCTION: 'scanner',
      NETSWEEP_WINDOW: 4,
    },
  );
  const engine = sweepOn(nodeLayer());
  const warnings: string[] = [];
  const rung: Doorbell[] = [];

  const scan: Scan = async (event) => ({
    payload: await probeChunk(scanEvent.parse(event), {
      attempts: attemptsIn(db),
      engine,
      identify: identifyAll,
      policy: 'local',
      inFlight: 200,
      deadlineAt: Date.now() + 60_000,
      log: () => {},
    }),
  });

  const fan = ({
    hop = 0,
    window = 4,
    isLate = () => false,
    invokeScanner = scan,
    planning = stores.planning,
  }: Overrides = {}) =>
    fanOut(
      { v: 1, hop },
      {
        ...stores,
        window,
        isLate,
        invokeScanner,
        planning,
        ring: async (bell) => {
          rung.push(bell);
        },
        ringNotifier: async () => {},
        warn: (message) => warnings.push(message),
      },
    );

  return {
    db,
    redis,
    scan,
    fan,
    warnings,
    rung,
    enqueue: (run: { id: number; key: string }) => enqueue(run, stores),
  };
};
