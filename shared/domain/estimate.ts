import { PLANNED_TRIES } from './chunk.ts';
import { storedNetwork } from './network.ts';
import { lambdaCostUsd, PRICES_AS_OF } from './prices.ts';
import { type Planned, planOf } from './run-plan.ts';
import { scannersFor } from './scanners.ts';

/** Scanners as a deployment has them; `memoryMb` null where they cost nothing. */
export type Place = { readonly atOnce: number; readonly memoryMb: number | null };

/** What runs of some tasks, started together, would take. */
export type Estimate = {
  readonly addresses: number;
  /** (address, port) pairs. */
  readonly probes: number;
  readonly chunks: number;
  readonly seconds: number;
  readonly costUsd: number;
  readonly packetsPerSecond: number;
  /** The day of the prices, such as 2026-11-01. */
  readonly pricesAsOf: string;
};

/** From the claim of a chunk to its commit, beside probing: test/bench/PIPELINE.md. */
const CHUNK_OVERHEAD_SECONDS = 0.025;

/** One run as if nothing answered: every pair is asked `PLANNED_TRIES` times, and each chunk waits for its last tries. */
const estimateRun = (task: Planned, atOnce: number) => {
  const { prefix, addresses, probes } = planOf(task);
  const chunks = 2 ** (prefix - storedNetwork(task.network).prefix);
  const { rate, rate_per_host, patience_ms } = task.options;
  const pace = Math.min(rate, (rate_per_host ?? Number.POSITIVE_INFINITY) * addresses);
  const scanners = Math.min(chunks, scannersFor({ rate, pairsPerChunk: probes / chunks }, atOnce));
  const packets = PLANNED_TRIES * probes;
  const eachChunk = CHUNK_OVERHEAD_SECONDS + (PLANNED_TRIES * patience_ms) / 1000;
  const seconds = packets / pace + Math.ceil(chunks / scanners) * eachChunk;
  return { addresses, probes, chunks, packets, seconds, scannerSeconds: scanners * seconds };
};

/** Estimates by the planner of runs and the price table. A network where much answers takes less. */
export const estimateOf = (tasks: readonly Planned[], { atOnce, memoryMb }: Place): Estimate => {
  const runs = tasks.map((task) => estimateRun(task, atOnce));
  const sum = (of: (run: (typeof runs)[number]) => number) =>
    runs.reduce((total, run) => total + of(run), 0);
  const busy = sum((run) => run.scannerSeconds);
  const chunks = sum((run) => run.chunks);
  // Runs go on side by side, as far as there are scanners.
  const seconds = Math.max(busy / atOnce, ...runs.map((run) => run.seconds));
  return {
    addresses: sum((run) => run.addresses),
    probes: sum((run) => run.probes),
    chunks,
    seconds: Math.ceil(seconds),
    costUsd:
      memoryMb === null ? 0 : lambdaCostUsd({ invocations: chunks, seconds: busy, memoryMb }),
    packetsPerSecond: Math.ceil(sum((run) => run.packets) / seconds),
    pricesAsOf: PRICES_AS_OF,
  };
};
