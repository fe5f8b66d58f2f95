import { z } from 'zod';
import * as wire from '#shared/domain/wire.ts';

/** The answers of the API as a client reads them: what a newer deployment says beyond what we know is kept, not refused. */

export const wireTask = wire.wireTask
  .extend({ options: wire.wireTask.shape.options.loose() })
  .loose();

export const wireRun = wire.wireRun
  .extend({
    chunks: wire.wireRun.shape.chunks.loose(),
    // An older deployment does not say them.
    pause_reason: wire.wireRun.shape.pause_reason.optional(),
    changes_error: wire.wireRun.shape.changes_error.optional(),
  })
  .loose();

const wirePort = wire.wirePort.loose();

const wireAnswersEverything = wire.wireAnswersEverything.loose();

export const wireHost = wire.wireHost
  .extend({
    ports: z.array(wirePort),
    counts: wire.wireHost.shape.counts.loose(),
    answers_everything: wireAnswersEverything.optional(),
  })
  .loose();

export const wireHealth = wire.wireHealth.loose();

export const wireEstimate = wire.wireEstimate.loose();

export type WireEstimate = z.infer<typeof wireEstimate>;
export type WireTask = z.infer<typeof wireTask>;
export type WireRun = z.infer<typeof wireRun>;
export type WirePort = z.infer<typeof wirePort>;
export type WireHost = z.infer<typeof wireHost>;
export type WireAnswersEverything = z.infer<typeof wireAnswersEverything>;
