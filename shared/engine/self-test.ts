import { performance } from 'node:perf_hooks';
import type { Libc } from './libc.ts';
import { LibcSockets } from './libc-sockets.ts';
import { LoopbackPeers } from './loopback-peers.ts';
import { type Verdicts, verdictsFor } from './socket-layer.ts';
import type { TcpWay } from './tcp-sockets.ts';
import { VERDICT } from './verdict.ts';

const LOOPBACK = { family: 4, first: 0x7f000001n, prefix: 32 } as const;
/** The loopback answers in microseconds; a busy machine may take its time. */
const PATIENCE_MS = 1000;
const SILENCE_MS = 1;

const nextVerdict = async (sockets: LibcSockets, waitMs: number): Promise<number> => {
  const arrived: Verdicts = verdictsFor(sockets.slots);
  const untilMs = performance.now() + waitMs;
  do await sockets.receive(arrived, Math.max(0, untilMs - performance.now()));
  while (arrived.count === 0 && performance.now() < untilMs);
  return arrived.count === 0 ? VERDICT.silent : (arrived.verdicts[0] ?? VERDICT.none);
};

/** One slot goes through every kind of end, and must be good for another probe after each. */
const check = async (sockets: LibcSockets, peers: LoopbackPeers): Promise<void> => {
  const { open, refused } = peers;
  const silent = peers.openSilent();
  const expect = async (port: number, expected: number, waitMs = PATIENCE_MS): Promise<void> => {
    sockets.connect(0, 0, port);
    const verdict = await nextVerdict(sockets, waitMs);
    if (verdict !== expected) throw new Error(`verdict ${verdict} instead of ${expected}`);
    if (verdict === VERDICT.silent) sockets.abort(0);
  };
  for (const before of [refused, open]) {
    await expect(before, before === refused ? VERDICT.closed : VERDICT.open);
    await expect(open, VERDICT.open);
    await expect(refused, VERDICT.closed);
    await expect(silent, VERDICT.silent, SILENCE_MS);
  }
  await expect(open, VERDICT.open);
};

/** Whether a way of probing works on this kernel, tried on the loopback; throws what went wrong. */
export const selfTest = async (libc: Libc, tcp: TcpWay): Promise<void> => {
  const peers = new LoopbackPeers(libc);
  try {
    const sockets = new LibcSockets({ libc, tcp, slice: LOOPBACK, slots: 1, forbidden: [] });
    try {
      await check(sockets, peers);
    } finally {
      sockets.close();
    }
  } finally {
    peers.close();
  }
};
