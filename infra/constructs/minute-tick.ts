import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { DeadLetters } from './dead-letters.ts';

export type MinuteTickProps = {
  readonly scheduler: IFunction;
  readonly deadLetters: DeadLetters;
};

/** A tick older than this is useless: the next one finds all that it would have found. */
const USEFUL = Duration.seconds(60);

/** The clock: calls the scheduler once a minute. */
export class MinuteTick extends Construct {
  constructor(scope: Construct, id: string, { scheduler, deadLetters }: MinuteTickProps) {
    super(scope, id);
    const target = new LambdaFunction(scheduler, {
      retryAttempts: 2,
      maxEventAge: USEFUL,
      deadLetterQueue: deadLetters.queue,
    });
    new Rule(this, 'Rule', { schedule: Schedule.rate(Duration.minutes(1)), targets: [target] });
    deadLetters.parkFailuresOf(scheduler, USEFUL);
  }
}
