import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { OperatorAlarm } from './operator-alarm.ts';

/** Where an event goes that nobody could serve: kept two weeks, and an alarm says so. */
export class DeadLetters extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    for (const rule of [
      'AwsSolutions::AwsSolutions-SQS3',
      'Serverless::Serverless-SQSRedrivePolicy',
    ]) {
      acknowledge(this.queue, rule, 'This is the dead-letter queue itself.');
    }
    this.alarmOnAnyLetter();
  }

  /**
   * Parks what an asynchronous invocation of `target` could not do, at the first failure: Lambda may lose or double such an
   * event anyway, so repeating is the business of the next minute's tick, which knows from Postgres what is left to do.
   */
  parkFailuresOf(target: IFunction, maxEventAge: Duration): void {
    target.configureAsyncInvoke({
      retryAttempts: 0,
      maxEventAge,
      onFailure: new SqsDestination(this.queue),
    });
  }

  private alarmOnAnyLetter(): void {
    new OperatorAlarm(this, 'AnyLetter', {
      happened: 'A tick or a doorbell failed.',
      impact: 'a due task may start a minute late, or never if every tick fails.',
      toDo: 'read the message (it holds the event and the error) and the log of the function it names.',
      metric: this.queue.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(1),
        statistic: Stats.MAXIMUM,
      }),
      threshold: 1,
    });
  }
}
