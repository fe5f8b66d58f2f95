import type { Alias } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { functionNameOf } from './function-name.ts';
import type { PrivateNetwork } from './private-network.ts';
import { type Common, ServiceFunction } from './service-function.ts';

export type ScannerProps = {
  readonly common: Common;
  /** Scanners at once; 0 shares what the account has. */
  readonly concurrency: number;
  /** Where its packets leave from; the public internet when there is none. */
  readonly network: PrivateNetwork | null;
};

/** A Lambda has 1,024 descriptors; the rest is for the runtime, the logs and the stores. */
const IN_FLIGHT = 900;
/** Scanners that one fan-out keeps busy where none are reserved. */
const SHARED_WINDOW = 100;

const ALIAS = 'live';

/**
 * Probes one chunk an invocation. Reserved concurrency is the ceiling of all packets that the stack can send. It is invoked
 * by its alias alone, so that a deploy changes over from one version to the next at once.
 */
export class Scanner extends ServiceFunction<'scanner'> {
  /** Invocations that it is worth keeping busy at once. */
  readonly window: number;
  readonly live: Alias;
  /** The name to invoke it by. */
  readonly invokedAs: string;

  constructor(scope: Construct, id: string, { common, concurrency, network }: ScannerProps) {
    super(scope, id, {
      ...common,
      name: 'scanner',
      environment: {
        ...common.secret.environmentOf('scanner'),
        NETSWEEP_POLICY: 'lambda',
        NETSWEEP_IN_FLIGHT: String(IN_FLIGHT),
      },
      ...(concurrency > 0 && { reservedConcurrency: concurrency }),
      ...(network && { network }),
    });
    this.live = this.addAlias(ALIAS);
    this.invokedAs = `${functionNameOf(scope, 'scanner')}:${ALIAS}`;
    this.window = concurrency > 0 ? concurrency : SHARED_WINDOW;
  }
}
