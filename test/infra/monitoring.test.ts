import { describe, expect, it } from 'vitest';
import { stackTemplate } from '#test/support/stack-template.ts';

const template = stackTemplate({ alarmTopic: 'arn:aws:sns:eu-central-1:123456789012:on-call' });
const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(
  ({ Properties }) => Properties,
);
const namesOf = (text: string): string[] =>
  [...text.matchAll(/"netsweep-dev","(\w+)"/g)].map(([, name = '']) => name);

describe('each alarm', () => {
  it.each(alarms.map((alarm) => [String(alarm.AlarmDescription), alarm] as const))(
    '%s',
    (description, { AlarmActions }) => {
      expect(description).toMatch(/^[A-Z].+\. Impact: .+\. To do: .+[.?]$/);
      expect(AlarmActions).toEqual(['arn:aws:sns:eu-central-1:123456789012:on-call']);
    },
  );

  it('is there for the dead letters, the clock, the scanners and the door', () => {
    const watched = alarms
      .map(
        ({ MetricName, Metrics }) => MetricName ?? Metrics.find((m: object) => 'Label' in m).Label,
      )
      .sort();
    expect(watched).toEqual([
      '5xx',
      'ApproximateNumberOfMessagesVisible',
      'Errors',
      'OldestDueSeconds',
      'Ticks',
      'local failures, percent of probes',
    ]);
  });

  it('tells nobody where no topic was named', () => {
    const silent = Object.values(stackTemplate().findResources('AWS::CloudWatch::Alarm'));
    for (const { Properties } of silent) expect(Properties.AlarmActions).toBeUndefined();
  });
});

it('rises when ticks are missing, also when nothing at all is heard', () => {
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    Namespace: 'netsweep-dev',
    MetricName: 'Ticks',
    Dimensions: [{ Name: 'service', Value: 'scheduler' }],
    ComparisonOperator: 'LessThanThreshold',
    Threshold: 1,
    Period: 60,
    EvaluationPeriods: 5,
    TreatMissingData: 'breaching',
  });
});

describe('the dashboard', () => {
  const [board] = Object.values(template.findResources('AWS::CloudWatch::Dashboard'));
  const body = JSON.stringify(board?.Properties.DashboardBody).replaceAll('\\"', '"');

  it('has the name of the stack', () => {
    expect(board?.Properties.DashboardName).toBe('netsweep-dev');
  });

  it('shows what the functions tell', () => {
    expect(namesOf(body).sort()).toEqual([
      'Chunks',
      'Hosts',
      'LiveRuns',
      'LocalFailures',
      'OldestDueSeconds',
      'Probes',
      'Ticks',
    ]);
  });

  it('shows the cost of each function at list price', () => {
    // 1,024 MB for a millisecond, and one request.
    expect(body).toContain('ms_scanner * 1.333340e-8 + calls_scanner * 2.000000e-7');
    for (const name of ['api', 'scheduler', 'fanout', 'notifier'])
      expect(body).toContain(`ms_${name} * `);
  });
});

it('lets every function tell its facts under the name of the stack', () => {
  const functions = Object.values(template.findResources('AWS::Lambda::Function')).filter(
    ({ Properties }) => Properties.FunctionName,
  );
  expect(functions).toHaveLength(6);
  for (const { Properties } of functions) {
    expect(Properties.Environment.Variables.POWERTOOLS_METRICS_NAMESPACE).toBe('netsweep-dev');
  }
});
