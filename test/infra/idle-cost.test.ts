import { expect, it } from 'vitest';
import { functions } from '#infra/functions.ts';
import { lambdaCostUsd } from '#shared/domain/prices.ts';
import { HOURS_A_MONTH, MONTHLY } from '#test/support/price-table.ts';
import { stackTemplate } from '#test/support/stack-template.ts';

const template = stackTemplate();
const resources = Object.values(template.toJSON().Resources) as {
  Type: string;
  Properties: { Environment?: { Variables: Record<string, unknown> } };
}[];
const countOf = (type: string): number => resources.filter(({ Type }) => Type === type).length;

/** Of types that are billed by the month or by the minute while nobody uses Netsweep; what else there is costs only when used. */
const BILLED_BY_USE = [
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Stage',
  'AWS::Events::EventBus',
  'AWS::Events::Rule',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::Lambda::Alias',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::Function',
  'AWS::Lambda::Permission',
  'AWS::Lambda::Version',
  'AWS::Logs::LogGroup',
  'AWS::SQS::Queue',
  'AWS::SQS::QueuePolicy',
  'Custom::Migration',
];

/** By the name that functions are told; what begins with a slash is a parameter, not a secret. */
const ids = resources
  .filter(({ Type }) => Type === 'AWS::Lambda::Function')
  .flatMap(({ Properties: { Environment } }) => Environment?.Variables.NETSWEEP_SECRET_ID ?? []);
const secrets = new Set(ids.filter((id) => !String(id).startsWith('/')));

const TICKS = HOURS_A_MONTH * 60;
/** Longer than a tick with nothing to do takes on one machine (some 20 ms), for the way to the stores. */
const TICK_SECONDS = 0.5;
const LOG_BYTES_A_TICK = 2000;
/** Of the scheduler's parameter, which is read anew every five minutes. */
const DECRYPTIONS = TICKS / 5;
/** What only the minute tick tells while nothing is probed. */
const IDLE_METRICS = 3;

const beyond = ({ usd, free }: { usd: number; free: number }, count: number, isFree: boolean) =>
  usd * Math.max(0, count - (isFree ? free : 0));

const idleUsd = (isFree: boolean): number => {
  const lambda = lambdaCostUsd({
    invocations: TICKS,
    seconds: TICKS * TICK_SECONDS,
    memoryMb: functions.scheduler.memoryMb,
  });
  return (
    lambda +
    MONTHLY.secret * secrets.size +
    beyond(MONTHLY.decryption, DECRYPTIONS, isFree) +
    beyond(MONTHLY.alarm, countOf('AWS::CloudWatch::Alarm'), isFree) +
    beyond(MONTHLY.metric, IDLE_METRICS, isFree) +
    beyond(MONTHLY.dashboard, countOf('AWS::CloudWatch::Dashboard'), isFree) +
    beyond(MONTHLY.logGb, (TICKS * LOG_BYTES_A_TICK) / 1e9, isFree)
  );
};

it('has no resource whose idle price is not reckoned with here', () => {
  const reckoned = [...BILLED_BY_USE, 'AWS::CloudWatch::Alarm', 'AWS::CloudWatch::Dashboard'];
  const others = resources.map(({ Type }) => Type).filter((type) => !reckoned.includes(type));
  expect(others).toEqual([]);
});

it('keeps nothing warm: no provisioned concurrency', () => {
  expect(JSON.stringify(template.toJSON())).not.toContain('ProvisionedConcurrency');
});

it('costs less than a dollar a month when idle, beside Neon and Upstash', () => {
  expect([...secrets]).toEqual(['netsweep/dev']);
  expect(ids).toHaveLength(6);
  expect(idleUsd(true)).toBeLessThan(1);
  expect(idleUsd(true)).toBeCloseTo(0.55, 2);
});

it('costs what docs/operations.md says where the allowances of AWS are used up', () => {
  expect(idleUsd(false)).toBeCloseTo(5.12, 2);
});
