import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import type { FunctionName } from '#shared/runtime/environment.ts';
import { stackTemplate } from '#test/support/stack-template.ts';
import { readerOf } from '#test/support/template-reader.ts';

const template = stackTemplate();
const reader = readerOf(template);
const [queueId = ''] = Object.keys(template.findResources('AWS::SQS::Queue'));
const queueArn = { 'Fn::GetAtt': [queueId, 'Arn'] };

const promise = (type: string, properties: object): void =>
  template.hasResourceProperties(type, properties);

describe('the clock', () => {
  it('ticks each minute, tries a tick twice more while it is fresh, and parks one that nobody took', () => {
    template.resourceCountIs('AWS::Events::Rule', 1);
    promise('AWS::Events::Rule', {
      ScheduleExpression: 'rate(1 minute)',
      State: 'ENABLED',
      Targets: [
        Match.objectLike({
          Arn: { 'Fn::GetAtt': [reader.functionId('scheduler'), 'Arn'] },
          RetryPolicy: { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 60 },
          DeadLetterConfig: { Arn: queueArn },
        }),
      ],
    });
  });

  it('may write to the dead letters, and only this rule may', () => {
    const [ruleId = ''] = Object.keys(template.findResources('AWS::Events::Rule'));
    promise('AWS::SQS::QueuePolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Allow',
            Action: 'sqs:SendMessage',
            Principal: { Service: 'events.amazonaws.com' },
            Condition: { ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': [ruleId, 'Arn'] } } },
          }),
        ]),
      },
    });
  });
});

describe('asynchronous invocations', () => {
  it.each<[FunctionName, number]>([
    ['fanout', 120],
    ['scheduler', 60],
    ['notifier', 120],
  ])(
    'of %s are not repeated by Lambda, expire after %d s, and are parked when they fail',
    (name, age) => {
      promise('AWS::Lambda::EventInvokeConfig', {
        FunctionName: { Ref: reader.functionId(name) },
        MaximumRetryAttempts: 0,
        MaximumEventAgeInSeconds: age,
        DestinationConfig: { OnFailure: { Destination: queueArn } },
      });
      const mayPark = reader
        .statementsOf(reader.roleOf(name))
        .some(
          ({ Action, Resource }) =>
            Action.includes('sqs:SendMessage') && reader.text(Resource) === `arn:${queueId}`,
        );
      expect(mayPark).toBe(true);
    },
  );
});

describe('dead letters', () => {
  it('are encrypted, travel by TLS only, and are kept for two weeks', () => {
    promise('AWS::SQS::Queue', { SqsManagedSseEnabled: true, MessageRetentionPeriod: 1_209_600 });
    promise('AWS::SQS::QueuePolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Deny',
            Action: 'sqs:*',
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          }),
        ]),
      },
    });
  });

  it('raise an alarm at the first one, which says its impact and what to do', () => {
    promise('AWS::CloudWatch::Alarm', {
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [queueId, 'QueueName'] } }],
      Threshold: 1,
      EvaluationPeriods: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      AlarmDescription: Match.stringLikeRegexp('Impact: .+To do: '),
    });
  });
});

describe('the door', () => {
  it.each(['ANY /', 'ANY /{proxy+}'])('lets %s through to the api function', (RouteKey) => {
    promise('AWS::ApiGatewayV2::Route', { RouteKey });
    promise('AWS::ApiGatewayV2::Integration', {
      IntegrationType: 'AWS_PROXY',
      PayloadFormatVersion: '2.0',
      IntegrationUri: { 'Fn::GetAtt': [reader.functionId('api'), 'Arn'] },
    });
  });

  it('has no other route', () => template.resourceCountIs('AWS::ApiGatewayV2::Route', 2));

  it('is throttled, and writes one line a request without header or query', () => {
    promise('AWS::ApiGatewayV2::Stage', {
      StageName: '$default',
      AutoDeploy: true,
      DefaultRouteSettings: { ThrottlingRateLimit: 1000, ThrottlingBurstLimit: 2000 },
      AccessLogSettings: {
        DestinationArn: Match.anyValue(),
        Format: Match.stringLikeRegexp('requestId'),
      },
    });
    const [stage] = Object.values(template.findResources('AWS::ApiGatewayV2::Stage'));
    const line = JSON.parse(stage?.Properties.AccessLogSettings.Format);
    expect(Object.keys(line)).toContain('status');
    expect(JSON.stringify(line)).not.toMatch(/authorization|querystring|header/i);
  });
});

describe('the scanner', () => {
  it('has reserved concurrency, which the fan-out keeps busy', () => {
    expect(reader.function('scanner').Properties.ReservedConcurrentExecutions).toBe(100);
    expect(reader.function('fanout').Properties.Environment.Variables.NETSWEEP_WINDOW).toBe('100');
  });
});
