import { PLANNED_TRIES } from '#shared/domain/chunk.ts';

/** The network that is simulated, and the engine on it; docs/scale.md says where the figures come from. */
export const NETWORK = {
  liveShare: 0.1,
  /** The longest that a silent try is waited for, on average: a network some 60 ms away. */
  silentTryMs: 250,
  inFlight: 900,
  /** CPU of one probe, on the part of a core that 1,024 MB buy. */
  cpuMs: 0.034,
  /** The last answers are waited for, hosts written down, the chunk committed. */
  tailMs: 1500,
} as const;

export type ChunkWork = {
  readonly probesSent: number;
  readonly hosts: number;
  readonly ms: number;
};

/**
 * What a chunk takes at `rate` probes a second: dead addresses are silent and asked twice, live ones answer each question. The
 * slowest of the rate, the descriptors (silence keeps them) and the processor decides.
 */
export const chunkWork = (addresses: number, ports: number, rate: number): ChunkWork => {
  const hosts = Math.round(addresses * NETWORK.liveShare);
  const silentTries = (addresses - hosts) * ports * PLANNED_TRIES;
  const probesSent = hosts * ports + silentTries;
  const bounds = [
    (probesSent / rate) * 1000,
    (silentTries * NETWORK.silentTryMs) / NETWORK.inFlight,
    probesSent * NETWORK.cpuMs,
  ];
  return { probesSent, hosts, ms: Math.max(...bounds) + NETWORK.tailMs };
};
