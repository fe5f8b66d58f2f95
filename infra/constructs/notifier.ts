import { Duration, Stack } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import type { DeadLetters } from './dead-letters.ts';
import { type Common, ServiceFunction } from './service-function.ts';

export type NotifierProps = {
  readonly common: Common;
  readonly deadLetters: DeadLetters;
  /** Private networks that webhooks may be in, as CIDRs with commas between. */
  readonly webhookNetworks: string | undefined;
};

/** A bell that rang longer ago says nothing any more: the ticks since have rung it again. */
const BELL_AGE = Duration.minutes(2);

/** Tells webhooks, and an event bus of the stack's own, what changed. */
export class Notifier extends ServiceFunction<'notifier'> {
  constructor(
    scope: Construct,
    id: string,
    { common, deadLetters, webhookNetworks }: NotifierProps,
  ) {
    const bus = new EventBus(scope, 'Changes', {
      eventBusName: Stack.of(scope).stackName,
      description: 'What changed in the networks that Netsweep probes',
    });
    super(scope, id, {
      ...common,
      name: 'notifier',
      environment: {
        ...common.secret.environmentOf('notifier'),
        NETSWEEP_POLICY: 'lambda',
        NETSWEEP_EVENT_BUS: bus.eventBusName,
        NETSWEEP_WEBHOOK_NETWORKS: webhookNetworks,
      },
    });
    bus.grantPutEventsTo(this);
    deadLetters.parkFailuresOf(this, BELL_AGE);
  }
}
