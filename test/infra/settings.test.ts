import { describe, expect, it } from 'vitest';
import { stackTemplate } from '#test/support/stack-template.ts';
import { readerOf } from '#test/support/template-reader.ts';

const physicalNames = (stage: string): string[] =>
  [...JSON.stringify(stackTemplate({ stage }).toJSON()).matchAll(/"(?:\w*Name|Name)":"([^"]+)"/g)]
    .map(([, name = '']) => name)
    .filter((name) => name.includes('netsweep'));

describe('a stage', () => {
  it('shares no physical name with another', () => {
    const [dev, prod] = [physicalNames('dev'), physicalNames('prod')];
    expect(dev.length).toBeGreaterThan(5);
    expect(dev.filter((name) => prod.includes(name))).toEqual([]);
  });

  it('has its own secrets', () => {
    const template = stackTemplate({ stage: 'prod' });
    const functions = Object.values(template.findResources('AWS::Lambda::Function'));
    const ids = functions.flatMap(
      ({ Properties }) => Properties.Environment?.Variables.NETSWEEP_SECRET_ID ?? [],
    );
    const own = ['api', 'fanout', 'notifier', 'scanner', 'scheduler'].map(
      (name) => `/netsweep-prod/${name}`,
    );
    expect(ids.sort()).toEqual([...own, 'netsweep/prod']);
  });
});

describe('the secret', () => {
  it('may be named by its ARN, and then no other is readable', () => {
    const secret = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:lab/stores-AbCdEf';
    const reader = readerOf(stackTemplate({ secret }));
    const statements = reader.statementsOf(reader.roleOf('migrate'));
    expect(statements.map(({ Resource }) => Resource)).toContain(secret);
    expect(reader.function('migrate').Properties.Environment.Variables.NETSWEEP_SECRET_ID).toBe(
      secret,
    );
  });
});

describe('scannerConcurrency', () => {
  it('is the ceiling of scanners and the window of a fan-out', () => {
    const reader = readerOf(stackTemplate({ scannerConcurrency: '7' }));
    expect(reader.function('scanner').Properties.ReservedConcurrentExecutions).toBe(7);
    expect(reader.function('fanout').Properties.Environment.Variables.NETSWEEP_WINDOW).toBe('7');
  });

  it('of 0 reserves none, rather than forbid every scanner', () => {
    const reader = readerOf(stackTemplate({ scannerConcurrency: '0' }));
    expect(reader.function('scanner').Properties).not.toHaveProperty(
      'ReservedConcurrentExecutions',
    );
    expect(reader.function('fanout').Properties.Environment.Variables.NETSWEEP_WINDOW).toBe('100');
  });
});

describe('a wrong value', () => {
  it.each([
    ['stage', 'Prod_1'],
    ['stage', ''],
    ['scannerConcurrency', '1001'],
    ['scannerConcurrency', 'many'],
    ['adminTokenSha256', 'secret-token'],
  ])('of %s (%j) stops synthesis and is named, not shown', (key, value) => {
    expect(() => stackTemplate({ [key]: value })).toThrow(`context is wrong: ${key}`);
    expect(() => stackTemplate({ [key]: value })).not.toThrow('secret-token');
  });
});
