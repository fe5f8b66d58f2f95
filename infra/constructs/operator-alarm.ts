import {
  Alarm,
  type AlarmProps,
  ComparisonOperator,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';

export type OperatorAlarmProps = Omit<AlarmProps, 'alarmDescription' | 'evaluationPeriods'> & {
  readonly happened: string;
  readonly impact: string;
  readonly toDo: string;
  /** Periods in a row; 1 where nothing is said. */
  readonly evaluationPeriods?: number;
};

/** An alarm for whoever is woken by it: what happened, what that means and what to do. It rises at its threshold. */
export class OperatorAlarm extends Alarm {
  constructor(
    scope: Construct,
    id: string,
    { happened, impact, toDo, ...props }: OperatorAlarmProps,
  ) {
    super(scope, id, {
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...props,
      alarmDescription: `${happened} Impact: ${impact} To do: ${toDo}`,
    });
  }
}
