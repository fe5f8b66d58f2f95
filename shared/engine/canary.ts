import { openCanaryPorts } from './canary-ports.ts';
import { type SocketLayer, type Sockets, type Verdicts, verdictsFor } from './socket-layer.ts';
import { VERDICT } from './verdict.ts';

const LOOPBACK = { family: 4, first: 0x7f000001n, prefix: 32 } as const;
/** The loopback answers in microseconds; a busy machine may take its time. */
const PATIENCE_MS = 2000;
const TRIES = 3;
const PAUSE_MS = 50;

type Expected = { readonly port: number; readonly verdict: number };

/**
 * True when a socket layer tells the truth about two ports of our own: one that accepts is open, one that refuses is
 * closed. What it says of others is worth nothing when it does not. A try that fails at our own end is repeated.
 */
export const canarySings = async (layer: SocketLayer): Promise<boolean> => {
  const ports = await (layer.ownPorts ?? openCanaryPorts)();
  const sockets = layer.open(LOOPBACK, { slots: 1 });
  try {
    const probe = (expected: Expected) => isSeen(sockets, layer, expected);
    return (
      (await probe({ port: ports.open, verdict: VERDICT.open })) &&
      (await probe({ port: ports.refused, verdict: VERDICT.closed }))
    );
  } finally {
    sockets.close();
    ports.close();
  }
};

const isSeen = async (
  sockets: Sockets,
  layer: SocketLayer,
  { port, verdict }: Expected,
): Promise<boolean> => {
  for (let tries = 0; tries < TRIES; tries++) {
    sockets.connect(0, 0, port);
    const seen = await nextVerdict(sockets, layer, PATIENCE_MS);
    if (seen !== VERDICT.localFailure) return seen === verdict;
    await nextVerdict(sockets, layer, PAUSE_MS);
  }
  return false;
};

const nextVerdict = async (
  sockets: Sockets,
  { clock }: SocketLayer,
  waitMs: number,
): Promise<number> => {
  const arrived: Verdicts = verdictsFor(sockets.slots);
  const until = clock.monotonicMs() + waitMs;
  for (let left = waitMs; left > 0; left = until - clock.monotonicMs()) {
    await sockets.receive(arrived, left);
    if (arrived.count > 0) return arrived.verdicts[0] ?? VERDICT.none;
  }
  return VERDICT.none;
};
