import { forbiddenNetworks, type Policy } from '#shared/domain/forbidden.ts';
import type { HostFindings } from '#shared/domain/observation.ts';
import type { Engine, Limits, Summary } from '#shared/engine/engine.ts';
import type { IdentifyHosts } from '#shared/identify/identify-hosts.ts';
import { passing } from '#shared/runtime/kill-points.ts';
import type { Attempts, TakenChunk } from '#shared/store/attempts.ts';
import type { Planning } from '#shared/store/planning.ts';
import type { ScanEvent, ScanOutcome } from './event.ts';
import { heartbeats } from './heartbeats.ts';
import { identifyChunk } from './identify-chunk.ts';
import { inFlightFor, reasonOf } from './strain.ts';
import { pairsOf, refusalOf, targetsOf } from './targets.ts';

export type ProbeDeps = {
  readonly attempts: Pick<Attempts, 'take' | 'heartbeat' | 'stage' | 'commit' | 'release'>;
  readonly planning: Pick<Planning, 'cancel'>;
  readonly engine: Engine;
  readonly identify: IdentifyHosts;
  readonly policy: Policy;
  /** Probes in flight at once. */
  readonly inFlight: number;
  /** Epoch milliseconds by which probing must have ended, so that there is time to commit. */
  readonly deadlineAt: number;
  readonly log: (message: string, facts: Record<string, unknown>) => void;
};

/** The scanner's 300 s and a minute to spare: whoever holds a lease longer is lost. */
const LEASE_MS = 360_000;
/** Hosts that are written down at once. */
const STAGE_EVERY = 500;
/** AWS lets no function connect to port 25. */
const BLOCKED_ON_LAMBDA = [25];

const limitsOf = (chunk: TakenChunk, event: ScanEvent, deps: ProbeDeps): Limits => ({
  discovery: chunk.options.discovery,
  keep: chunk.options.keep,
  inFlight: inFlightFor(chunk, deps.inFlight),
  rate: Math.min(event.rate, chunk.options.rate),
  ratePerHost: chunk.options.rate_per_host,
  patienceMs: chunk.options.patience_ms,
  deadlineAt: deps.deadlineAt,
  untestableTcpPorts: deps.policy === 'lambda' ? BLOCKED_ON_LAMBDA : [],
});

type Beats = ReturnType<typeof heartbeats>;

/** Asks all of a chunk's ports; its hosts are at most a chunk's addresses. */
const sweep = async (chunk: TakenChunk, event: ScanEvent, deps: ProbeDeps, beats: Beats) => {
  const sweeping = deps.engine(targetsOf(chunk), limitsOf(chunk, event, deps), {
    signal: beats.signal,
    onProgress: beats.progress,
    forbidden: forbiddenNetworks(deps.policy),
  });
  const hosts: HostFindings[] = [];
  let step = await sweeping.next();
  for (; !step.done; step = await sweeping.next()) {
    hosts.push(...step.value);
    passing('scan.mid');
  }
  return { hosts, summary: step.value };
};

/** Stages hosts as they are identified. */
const stage = async (
  chunk: TakenChunk,
  hosts: AsyncIterable<HostFindings>,
  { attempts }: ProbeDeps,
) => {
  const unstaged: HostFindings[] = [];
  for await (const host of hosts) {
    unstaged.push(host);
    if (unstaged.length >= STAGE_EVERY) await attempts.stage(chunk, unstaged.splice(0));
  }
  await attempts.stage(chunk, unstaged);
  passing('scan.after_stage');
};

/**
 * Sweeps a chunk, identifies the hosts that were found and stages them. What will not count, since the sweep was not
 * complete, is not talked to.
 */
const probe = async (chunk: TakenChunk, event: ScanEvent, deps: ProbeDeps): Promise<Summary> => {
  const beats = heartbeats((judged) => deps.attempts.heartbeat(chunk, judged));
  try {
    const { hosts, summary } = await sweep(chunk, event, deps, beats);
    if (summary.outcome !== 'complete') return summary;
    await stage(
      chunk,
      identifyChunk(chunk, hosts, { ...deps, rate: event.rate, signal: beats.signal }),
      deps,
    );
    return beats.signal.aborted ? { ...summary, outcome: 'cancelled' } : summary;
  } finally {
    beats.stop();
  }
};

const end = async (
  chunk: TakenChunk,
  owner: string,
  summary: Summary,
  { attempts }: ProbeDeps,
): Promise<ScanOutcome> => {
  const hosts = summary.up;
  if (summary.outcome === 'cancelled') return { outcome: 'refused', hosts: 0 };
  if (summary.outcome !== 'complete') {
    await attempts.release(chunk, owner, reasonOf(summary.outcome, summary));
    return { outcome: 'released', hosts: 0 };
  }
  const { probes: probesSent, localFailures } = summary;
  const tally = { online: hosts, judged: pairsOf(chunk), probesSent, localFailures };
  const committed = await attempts.commit(chunk, tally);
  passing('scan.after_commit');
  return committed ? { outcome: 'done', hosts } : { outcome: 'refused', hosts: 0 };
};

/**
 * Takes a chunk under a fence, probes and identifies it and commits what it found in one statement. A chunk that could not be finished
 * is given back whole; one that may no longer be probed ends its run.
 */
export const probeChunk = async (event: ScanEvent, deps: ProbeDeps): Promise<ScanOutcome> => {
  const { run_id: runId, chunk_no: chunkNo, owner } = event;
  const chunk = await deps.attempts.take({ runId, chunkNo }, owner, LEASE_MS);
  if (!chunk) return { outcome: 'refused', hosts: 0 };
  passing('scan.after_take');
  const refusal = refusalOf(chunk, deps.policy);
  if (refusal !== null) {
    await deps.planning.cancel(runId, refusal);
    return { outcome: 'refused', hosts: 0 };
  }
  const summary = await probe(chunk, event, deps);
  const ended = await end(chunk, owner, summary, deps);
  deps.log('chunk', { attempt: chunk.attempt, slice: chunk.slice, swept: summary, ...ended });
  return ended;
};
