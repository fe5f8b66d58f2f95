import { afterEach, describe, expect, it, vi } from 'vitest';
import { functions } from '#infra/functions.ts';
import { type FunctionName, readEnvironment } from '#shared/runtime/environment.ts';
import { stackTemplate } from '#test/support/stack-template.ts';
import { readerOf } from '#test/support/template-reader.ts';

const template = stackTemplate();
const reader = readerOf(template);
const names = Object.keys(functions) as FunctionName[];

const environmentOf = (name: FunctionName): Record<string, string> => {
  const variables: Record<string, unknown> = reader.function(name).Properties.Environment.Variables;
  return Object.fromEntries(
    Object.entries(variables).map(([key, value]) => [key, reader.text(value)]),
  );
};
const ownKeysOf = (name: FunctionName): string[] =>
  Object.keys(environmentOf(name)).filter((key) => key.startsWith('NETSWEEP_'));

/** Reads as the function itself would when it starts, with these variables alone. */
const readAs = (name: FunctionName, variables: Record<string, string>): object => {
  for (const key of Object.keys(process.env)) {
    if (key.startsWith('NETSWEEP_')) vi.stubEnv(key, undefined);
  }
  for (const [key, value] of Object.entries(variables)) vi.stubEnv(key, value);
  return readEnvironment(name);
};

describe.each(names)('%s', (name) => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it('runs on Node 24 and arm64 with the memory and the time of the one list', () => {
    expect(reader.function(name).Properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      MemorySize: functions[name].memoryMb,
      Timeout: functions[name].timeoutSeconds,
    });
  });

  it('has the environment that its schema asks for, and no key that it does not know', () => {
    const read = readAs(name, environmentOf(name));
    expect(Object.keys(read).sort()).toEqual(ownKeysOf(name).sort());
  });

  it('would not start without any one of its keys', () => {
    const said = environmentOf(name);
    for (const missing of ownKeysOf(name).filter((key) => said[key] !== '')) {
      const { [missing]: _, ...rest } = said;
      expect(() => readAs(name, { ...rest, [missing]: '' }), missing).toThrow(missing);
      vi.unstubAllEnvs();
    }
  });

  it('logs to a group of its own', () => {
    const group = reader.function(name).Properties.LoggingConfig.LogGroup;
    const users = Object.values(template.findResources('AWS::Lambda::Function')).filter(
      ({ Properties }) => reader.text(Properties.LoggingConfig.LogGroup) === reader.text(group),
    );
    expect(users).toHaveLength(1);
  });

  it('says to SAM where its code is', () => {
    expect(reader.function(name).Metadata).toMatchObject({
      'aws:asset:path': expect.stringMatching(/^asset\./),
      'aws:asset:property': 'Code',
    });
  });
});

it('tells nobody a policy but the one of Lambda, which forbids loopback', () => {
  for (const name of names.filter((each) => each !== 'migrate')) {
    expect(environmentOf(name).NETSWEEP_POLICY, name).toBe('lambda');
  }
});

it('names functions to each other that exist', () => {
  expect(environmentOf('api').NETSWEEP_FANOUT_FUNCTION).toBe('netsweep-dev-fanout');
  expect(environmentOf('scheduler').NETSWEEP_FANOUT_FUNCTION).toBe('netsweep-dev-fanout');
  expect(environmentOf('fanout')).toMatchObject({
    NETSWEEP_FANOUT_FUNCTION: 'netsweep-dev-fanout',
    NETSWEEP_SCANNER_FUNCTION: 'netsweep-dev-scanner:live',
  });
});

it('keeps every log for a limited time', () => {
  const groups = Object.entries(template.findResources('AWS::Logs::LogGroup'));
  expect(groups.length).toBeGreaterThan(names.length);
  for (const [id, { Properties }] of groups) expect(Properties?.RetentionInDays, id).toBe(30);
  for (const [id, { Properties }] of Object.entries(
    template.findResources('AWS::Lambda::Function'),
  )) {
    expect(Properties.LoggingConfig?.LogGroup, id).toHaveProperty('Ref');
  }
});

it('has no credential, and nothing that resolves to one, in the template', () => {
  const text = JSON.stringify(template.toJSON());
  expect(text).not.toMatch(/postgres(ql)?:|rediss?:|\{\{resolve|_URL"|_TOKEN"|PASSWORD/i);
  expect(text).toContain('"NETSWEEP_SECRET_ID":"netsweep/dev"');
});
