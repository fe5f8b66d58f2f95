export type RunState =
  | 'planned'
  | 'queued'
  | 'probing'
  | 'paused'
  | 'done'
  | 'failed'
  | 'cancelled';

/** States in which a run still has work; a task has at most one such run. */
export const LIVE_STATES = [
  'planned',
  'queued',
  'probing',
  'paused',
] as const satisfies readonly RunState[];

/** `legacy`: a program of the old system wrote the network's list into Redis itself. */
export type RunTrigger = 'click' | 'clock' | 'legacy';

/** What the planning of a run is held to. */
export type Quota = {
  /** The most probes per second that the run may make; null: what its task says. */
  readonly rate: number | null;
  /** Probes that the task's owner may have planned in a day (UTC); null: any number. */
  readonly dailyProbes: number | null;
};
export const NO_QUOTA: Quota = { rate: null, dailyProbes: null };
/** What a deployment allows an owner where it says nothing else. */
export const DEFAULT_QUOTA = {
  /** Sixteen runs of the largest size. */
  dailyProbes: 268_435_456,
  liveRuns: 5,
};

/** One execution of a task. */
export type Run = {
  readonly id: number;
  readonly taskId: number;
  readonly trigger: RunTrigger;
  readonly state: RunState;
  readonly scheduledFor: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  /** Seconds that it was held up since it started, a pause that still goes on left out. */
  readonly pausedSeconds: number;
  readonly chunks: { readonly total: number; readonly done: number; readonly failed: number };
  readonly addresses: number;
  /** (address, port) pairs planned. */
  readonly probes: number;
  /** Pairs judged so far, the heartbeats of leased chunks included. */
  readonly judged: number;
  /** Addresses that answered. */
  readonly online: number;
  /** Probes that failed at our own end and went back to the queue. */
  readonly localFailures: number;
  /** Overdue times that this run stands for, beyond its own. */
  readonly missed: number;
  /** True once its changes are known. */
  readonly changesReady: boolean;
  /** Probes on the wire, retries included. */
  readonly probesSent: number;
  readonly error: string | null;
  /** Why it is paused where nobody asked for it. */
  readonly pauseReason: string | null;
  /** Why its changes are not known. */
  readonly changesError: string | null;
};
