import { canarySings } from './canary.ts';
import type { Engine, Summary } from './engine.ts';
import type { SocketLayer } from './socket-layer.ts';
import { sweepOn } from './sweep.ts';

const NOTHING = { addresses: 0, up: 0, probes: 0, localFailures: 0 };

/**
 * An engine that proves itself before and after each sweep on two ports of this machine's own (see canary.ts). Where
 * it sees one of them wrong, the outcome is `untrusted`. They are no targets: no rule about those is asked. `own` is
 * the same layer without such rules, where it has any.
 */
export const trustedSweepOn = (layer: SocketLayer, own: SocketLayer = layer): Engine =>
  async function* sweep(targets, limits, control): ReturnType<Engine> {
    if (!(await canarySings(own))) return { outcome: 'untrusted', ...NOTHING };
    const summary: Summary = yield* sweepOn(layer)(targets, limits, control);
    const isProven = summary.outcome !== 'complete' || (await canarySings(own));
    return isProven ? summary : { ...summary, outcome: 'untrusted' };
  };
