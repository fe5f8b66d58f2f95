import * as z from 'zod';

/** One sweep, as a process of its own is asked for it. */
export const sweepRequest = z.object({
  layer: z.enum(['libc', 'node']),
  network: z.string(),
  tcp: z.string().default(''),
  udp: z.string().default(''),
  discovery: z.enum(['thorough', 'fast', 'auto']).default('thorough'),
  inFlight: z.number().default(960),
  rate: z.number().default(1_000_000),
  ratePerHost: z.number().nullable().default(null),
  patienceMs: z.number().default(1000),
  /** Addresses swept at a time, one chunk after the other; null: all at once. */
  chunkPrefix: z.number().nullable().default(null),
  /**
   * What comes before the measuring: nothing; the start of the thread, with a sweep of one loopback port; or a whole
   * chunk of 4,096 addresses of the network, after which V8 has compiled what is hot.
   */
  warmUp: z.enum(['none', 'thread', 'chunk']).default('none'),
  /** Listing what was found costs memory that a scanner does not need. */
  list: z.boolean().default(true),
});
export type SweepRequest = z.input<typeof sweepRequest>;
export type WholeSweepRequest = z.infer<typeof sweepRequest>;

/** What it says when it is done. */
export const sweepReport = z.object({
  wallMs: z.number(),
  /** CPU time of the sweep, all threads and the kernel's share included. */
  cpuMs: z.number(),
  rssMb: z.number(),
  outcome: z.string(),
  probes: z.number(),
  localFailures: z.number(),
  up: z.number(),
  openCount: z.number(),
  /** `address:port`, `/udp` behind it for UDP. */
  open: z.array(z.string()),
  /** Networks that answer everything. */
  everything: z.array(z.string()),
});
export type SweepReport = z.infer<typeof sweepReport>;
