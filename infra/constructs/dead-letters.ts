import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

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
    new Alarm(this, 'AnyLetter', {
      alarmDescription:
        'A tick or a doorbell failed. Impact: a due task may start a minute late, or never if every tick fails. ' +
        'To do: read the message (it holds the event and the error) and the log of the function it names.',
      metric: this.queue.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(1),
        statistic: Stats.MAXIMUM,
      }),
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}
