import { Duration, Stack } from 'aws-cdk-lib';
import {
  Dashboard,
  GraphWidget,
  type IMetric,
  MathExpression,
  Stats,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { functions } from '#infra/functions.ts';
import { PRICES } from '#shared/domain/prices.ts';
import { netsweepMetric } from './netsweep-metric.ts';

export type Shown = {
  readonly working: Readonly<
    Record<'api' | 'scheduler' | 'fanout' | 'scanner' | 'notifier', IFunction>
  >;
  readonly letters: IQueue;
};

const AN_HOUR = { period: Duration.hours(1), statistic: Stats.SUM };
const MS_A_GB_SECOND = 1000 * 1024;

/** US dollars an hour of one function, from what Lambda itself measures: list price, without the free tier. */
const costOf = (name: keyof Shown['working'], target: IFunction): IMetric => {
  const usdPerMs = (functions[name].memoryMb / MS_A_GB_SECOND) * PRICES.lambdaGbSecondUsd;
  return new MathExpression({
    expression: `ms_${name} * ${usdPerMs.toExponential(6)} + calls_${name} * ${PRICES.lambdaRequestUsd.toExponential(6)}`,
    usingMetrics: {
      [`ms_${name}`]: target.metricDuration(AN_HOUR),
      [`calls_${name}`]: target.metricInvocations(AN_HOUR),
    },
    label: name,
    period: AN_HOUR.period,
  });
};

/** The dashboard: is the clock going, what is being done, what does it cost. */
export class Overview extends Construct {
  constructor(scope: Construct, id: string, { working, letters }: Shown) {
    super(scope, id);
    const board = new Dashboard(this, 'Board', { dashboardName: Stack.of(this).stackName });
    board.addWidgets(
      this.graph('Ticks each minute (heartbeat)', netsweepMetric(this, 'scheduler', 'Ticks')),
      this.graph(
        'Oldest due task, seconds',
        netsweepMetric(this, 'scheduler', 'OldestDueSeconds', Stats.MAXIMUM),
      ),
      this.graph('Runs at work', netsweepMetric(this, 'scheduler', 'LiveRuns', Stats.MAXIMUM)),
    );
    board.addWidgets(
      this.graph('Chunks', netsweepMetric(this, 'scanner', 'Chunks')),
      this.graph('Probes', netsweepMetric(this, 'scanner', 'Probes')),
      this.graph('Hosts', netsweepMetric(this, 'scanner', 'Hosts')),
    );
    board.addWidgets(
      this.graph('Local failures', netsweepMetric(this, 'scanner', 'LocalFailures')),
      this.graph(
        'Scanners at once, throttled invocations',
        working.scanner.metric('ConcurrentExecutions', { statistic: Stats.MAXIMUM }),
        working.scanner.metricThrottles(),
      ),
      this.graph(
        'Failed invocations, dead letters',
        ...Object.values(working).map((one) => one.metricErrors()),
        letters.metricApproximateNumberOfMessagesVisible(),
      ),
    );
    const names = Object.keys(working) as (keyof typeof working)[];
    board.addWidgets(
      new GraphWidget({
        title: 'Cost of Lambda, US dollars an hour',
        left: names.map((name) => costOf(name, working[name])),
        stacked: true,
        width: 24,
      }),
    );
  }

  private graph(title: string, ...left: IMetric[]): GraphWidget {
    return new GraphWidget({ title, left, width: 8 });
  }
}
