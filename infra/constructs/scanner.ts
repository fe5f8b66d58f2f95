import type { Construct } from 'constructs';
import { type Common, ServiceFunction } from './service-function.ts';

export type ScannerProps = {
  readonly common: Common;
  /** Scanners at once; 0 shares what the account has. */
  readonly concurrency: number;
};

/** A Lambda has 1,024 descriptors; the rest is for the runtime, the logs and the stores. */
const IN_FLIGHT = 900;
/** Scanners that one fan-out keeps busy where none are reserved. */
const SHARED_WINDOW = 100;

/** Probes one chunk an invocation. Reserved concurrency is the ceiling of all packets that the stack can send. */
export class Scanner extends ServiceFunction<'scanner'> {
  /** Invocations that it is worth keeping busy at once. */
  readonly window: number;

  constructor(scope: Construct, id: string, { common, concurrency }: ScannerProps) {
    super(scope, id, {
      ...common,
      name: 'scanner',
      environment: {
        ...common.secret.environmentOf('scanner'),
        NETSWEEP_POLICY: 'lambda',
        NETSWEEP_IN_FLIGHT: String(IN_FLIGHT),
      },
      ...(concurrency > 0 && { reservedConcurrency: concurrency }),
    });
    this.window = concurrency > 0 ? concurrency : SHARED_WINDOW;
  }
}
