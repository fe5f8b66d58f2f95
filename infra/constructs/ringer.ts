import type { Construct } from 'constructs';
import type { Fanout } from './fanout.ts';
import { letInvoke } from './let-invoke.ts';
import { type Common, ServiceFunction } from './service-function.ts';

export type RingerProps = {
  readonly common: Common;
  readonly name: 'api' | 'scheduler';
  readonly fanout: Fanout;
};

/** A function that plans runs and rings the fan-out for them, and may invoke nothing else. */
export class Ringer extends ServiceFunction<'api' | 'scheduler'> {
  constructor(scope: Construct, id: string, { common, name, fanout }: RingerProps) {
    super(scope, id, {
      ...common,
      name,
      environment: {
        ...common.secret.environment,
        NETSWEEP_POLICY: 'lambda',
        NETSWEEP_FANOUT_FUNCTION: fanout.functionName,
      },
    });
    letInvoke(this, fanout.functionArn);
  }
}
