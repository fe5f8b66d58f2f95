import { Duration } from 'aws-cdk-lib';
import {
  ComparisonOperator,
  MathExpression,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { HttpApi } from './http-api.ts';
import { netsweepMetric } from './netsweep-metric.ts';
import { OperatorAlarm } from './operator-alarm.ts';

export type Watched = { readonly scanner: IFunction; readonly door: HttpApi };

const FIVE_MINUTES = Duration.minutes(5);
const WITHOUT_A_TICK = 5;

/** What somebody has to be told of, beside dead letters. docs/operations.md says more of each. */
export class Alarms extends Construct {
  constructor(scope: Construct, id: string, { scanner, door }: Watched) {
    super(scope, id);
    this.onTheClock();
    this.onTheScanners(scanner);
    this.onTheDoor(door);
  }

  private onTheClock(): void {
    new OperatorAlarm(this, 'NoTick', {
      happened: `No tick has ended well for ${WITHOUT_A_TICK} minutes.`,
      impact: 'no scheduled task starts, and chunks of dead scanners stay where they are.',
      toDo: 'read the scheduler log; is Postgres or Redis out of reach, or its secret wrong?',
      metric: netsweepMetric(this, 'scheduler', 'Ticks'),
      threshold: 1,
      evaluationPeriods: WITHOUT_A_TICK,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.BREACHING,
    });
    new OperatorAlarm(this, 'LateTasks', {
      happened: 'Tasks had been due for more than five minutes before a tick planned them.',
      impact: 'scheduled runs start late.',
      toDo: 'after an outage it clears by itself; else too many tasks are due at once: spread their times.',
      metric: netsweepMetric(this, 'scheduler', 'OldestDueSeconds', Stats.MAXIMUM),
      threshold: 300,
      evaluationPeriods: 3,
    });
  }

  private onTheScanners(scanner: IFunction): void {
    new OperatorAlarm(this, 'ScannersDie', {
      happened: 'Ten scanners or more failed within five minutes.',
      impact: 'their chunks are probed again; after five attempts a chunk, and its run, fails.',
      toDo: 'read the scanner log: Postgres out of reach, out of memory, or a fault after a deploy.',
      metric: scanner.metricErrors({ period: FIVE_MINUTES }),
      threshold: 10,
    });
    const over = { period: FIVE_MINUTES };
    new OperatorAlarm(this, 'LocalFailures', {
      happened: 'More than a twentieth of the probes failed at our own end.',
      impact: 'runs take longer; what could not be asked is asked again, never called closed.',
      toDo: 'lower the rate of the runs or scannerConcurrency; in a VPC, look at ports of the NAT gateway.',
      metric: new MathExpression({
        expression: 'IF(probes > 0, 100 * failures / probes, 0)',
        usingMetrics: {
          failures: netsweepMetric(this, 'scanner', 'LocalFailures').with(over),
          probes: netsweepMetric(this, 'scanner', 'Probes').with(over),
        },
        label: 'local failures, percent of probes',
        ...over,
      }),
      threshold: 5,
      evaluationPeriods: 2,
    });
  }

  private onTheDoor({ routes }: HttpApi): void {
    new OperatorAlarm(this, 'DoorFails', {
      happened: 'Five requests or more were answered with a 5xx within five minutes.',
      impact: 'callers cannot create tasks or read results; what runs goes on.',
      toDo: 'read the api log by the request id of the access log; 503 means that a store is out of reach.',
      metric: routes.metricServerError({ period: FIVE_MINUTES, statistic: Stats.SUM }),
      threshold: 5,
    });
  }
}
