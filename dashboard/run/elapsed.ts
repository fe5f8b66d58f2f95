import type { WireRun } from '#shared/domain/wire.ts';

type Times = Pick<WireRun, 'started_at' | 'finished_at'>;

/** Seconds from the start of a run to its end, or to now. */
export const elapsedSeconds = ({ started_at, finished_at }: Times, nowMs: number): number => {
  if (started_at === null) return 0;
  const end = finished_at === null ? nowMs : Date.parse(finished_at);
  return Math.max(0, (end - Date.parse(started_at)) / 1000);
};

const LIVE: readonly WireRun['state'][] = ['planned', 'queued', 'probing', 'paused'];
export const isLive = ({ state }: Pick<WireRun, 'state'>): boolean => LIVE.includes(state);

/** Of the probes that were made, the share that failed at our own end and has to be made again; null before any was. */
export const lostShare = ({
  probes,
  percent,
  local_failures,
}: Pick<WireRun, 'probes' | 'percent' | 'local_failures'>): number | null => {
  const made = (probes * percent) / 100 + local_failures;
  return made > 0 ? local_failures / made : null;
};
