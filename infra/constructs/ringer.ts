import type { Construct } from 'constructs';
import type { EnvironmentValues } from '#shared/runtime/environment.ts';
import type { Fanout } from './fanout.ts';
import { letInvoke } from './let-invoke.ts';
import type { Notifier } from './notifier.ts';
import { type Common, ServiceFunction } from './service-function.ts';

export type RingerProps = {
  readonly common: Common;
  readonly name: 'api' | 'scheduler';
  readonly fanout: Fanout;
  readonly notifier: Notifier;
  /** Further variables, of those that its schema knows. */
  readonly settings?: Partial<EnvironmentValues<'api'>>;
};

/** A function that plans runs and rings the fan-out and the notifier for them, and may invoke nothing else. */
export class Ringer extends ServiceFunction<'api' | 'scheduler'> {
  constructor(
    scope: Construct,
    id: string,
    { common, name, fanout, notifier, settings = {} }: RingerProps,
  ) {
    super(scope, id, {
      ...common,
      name,
      environment: {
        ...common.secret.environmentOf(name),
        NETSWEEP_POLICY: 'lambda',
        NETSWEEP_FANOUT_FUNCTION: fanout.functionName,
        NETSWEEP_NOTIFIER_FUNCTION: notifier.functionName,
        ...settings,
      },
    });
    letInvoke(this, fanout.functionArn);
    letInvoke(this, notifier.functionArn);
  }
}
