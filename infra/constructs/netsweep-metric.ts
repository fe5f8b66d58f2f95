import { Duration, Stack } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IConstruct } from 'constructs';
import type { Measuring, MetricName } from '#shared/runtime/metrics.ts';

/** A fact that a function of this stack tells CloudWatch (shared/runtime/metrics.ts), a minute at a time. */
export const netsweepMetric = <N extends Measuring>(
  scope: IConstruct,
  service: N,
  metricName: MetricName<N>,
  statistic: string = Stats.SUM,
): Metric =>
  new Metric({
    namespace: Stack.of(scope).stackName,
    dimensionsMap: { service },
    metricName,
    statistic,
    period: Duration.minutes(1),
  });
