import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

/** What the stack's dashboard and alarms watch, by the function that knows it. CloudWatch bills each of them. */
const UNITS = {
  scheduler: {
    /** Ticks that did all their work: the heartbeat. */
    Ticks: MetricUnit.Count,
    LiveRuns: MetricUnit.Count,
    /** How long the longest-waiting of the due tasks had been due; 0 when none was. */
    OldestDueSeconds: MetricUnit.Seconds,
  },
  scanner: {
    /** Committed chunks; the others are counts of what was found and sent for these. */
    Chunks: MetricUnit.Count,
    Probes: MetricUnit.Count,
    Hosts: MetricUnit.Count,
    LocalFailures: MetricUnit.Count,
  },
} as const;

type Unit = (typeof MetricUnit)['Count' | 'Seconds'];
export type Measuring = keyof typeof UNITS;
export type MetricName<N extends Measuring> = keyof (typeof UNITS)[N] & string;
export type Facts<N extends Measuring> = Readonly<Record<MetricName<N>, number>>;

/**
 * Tells CloudWatch facts in a line of the log (embedded metric format). The namespace is the deployment's, which Powertools
 * reads from the environment; on one machine metrics are off.
 */
export const metricsOf = <N extends Measuring>(name: N): ((facts: Facts<N>) => void) => {
  const metrics = new Metrics({ serviceName: name });
  const units = Object.entries(UNITS[name]) as [MetricName<N>, Unit][];
  return (facts) => {
    for (const [metric, unit] of units) metrics.addMetric(metric, unit, facts[metric]);
    metrics.publishStoredMetrics();
  };
};
