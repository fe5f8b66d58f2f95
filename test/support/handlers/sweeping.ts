import { parseCidr } from '#shared/domain/network.ts';
import type { SocketsUsed } from '#shared/engine/sweep-messages.ts';
import { threadedSweep } from '#shared/engine/threaded-sweep.ts';

/** Sweeps one loopback address in a thread, from inside a bundle; says how, and what came of it. */
export const handler = async (address: string) => {
  const used: SocketsUsed[] = [];
  const slice = parseCidr(address);
  if (slice === null) throw new Error('not an address');
  const sweep = threadedSweep({ onSockets: (sockets) => used.push(sockets) })(
    { slice, exclude: [], tcpPorts: [[1, 20]], udpPorts: [] },
    {
      discovery: 'thorough',
      keep: 'all',
      inFlight: 50,
      rate: 10_000,
      ratePerHost: null,
      patienceMs: 500,
      deadlineAt: Date.now() + 5000,
      untestableTcpPorts: [],
    },
    { signal: new AbortController().signal },
  );
  let step = await sweep.next();
  while (!step.done) step = await sweep.next();
  return { used, summary: step.value };
};
