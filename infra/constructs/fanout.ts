import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { DeadLetters } from './dead-letters.ts';
import { functionArnOf, functionNameOf } from './function-name.ts';
import { letInvoke } from './let-invoke.ts';
import type { Notifier } from './notifier.ts';
import type { Scanner } from './scanner.ts';
import { type Common, ServiceFunction } from './service-function.ts';

export type FanoutProps = {
  readonly common: Common;
  readonly scanner: Scanner;
  readonly notifier: Notifier;
  readonly deadLetters: DeadLetters;
};

/** A doorbell that rang longer ago says nothing any more: the ticks since have rung it again. */
const DOORBELL_AGE = Duration.minutes(2);

/** Keeps scanners busy until the work list is empty; rings itself when its time runs short. */
export class Fanout extends ServiceFunction<'fanout'> {
  constructor(
    scope: Construct,
    id: string,
    { common, scanner, notifier, deadLetters }: FanoutProps,
  ) {
    super(scope, id, {
      ...common,
      name: 'fanout',
      environment: {
        ...common.secret.environmentOf('fanout'),
        NETSWEEP_POLICY: 'lambda',
        NETSWEEP_FANOUT_FUNCTION: functionNameOf(scope, 'fanout'),
        NETSWEEP_NOTIFIER_FUNCTION: notifier.functionName,
        NETSWEEP_SCANNER_FUNCTION: scanner.invokedAs,
        NETSWEEP_WINDOW: String(scanner.window),
      },
    });
    letInvoke(this, scanner.live.functionArn);
    letInvoke(this, functionArnOf(scope, 'fanout'));
    letInvoke(this, notifier.functionArn);
    deadLetters.parkFailuresOf(this, DOORBELL_AGE);
  }
}
