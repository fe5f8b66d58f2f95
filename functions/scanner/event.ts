import * as z from 'zod';
import { eventVersion } from '#shared/domain/event-version.ts';

/** What the fan-out asks of a scanner: ids only. What may be probed is read from Postgres, so a forged event chooses nothing. */
export const scanEvent = z.object({
  v: eventVersion,
  run_id: z.int().positive(),
  chunk_no: z.int().min(0),
  /** Names this invocation; a repeated one is the same attempt. */
  owner: z.uuid(),
  /** This scanner's share of the run's probes per second. */
  rate: z.int().positive(),
});
export type ScanEvent = z.infer<typeof scanEvent>;

/** done: committed. refused: not to be probed by us, now or at all. released: given back, with the reason. */
export type ScanOutcome = {
  readonly outcome: 'done' | 'refused' | 'released';
  readonly hosts: number;
};
