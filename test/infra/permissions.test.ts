import { describe, expect, it } from 'vitest';
import { functions } from '#infra/functions.ts';
import type { FunctionName } from '#shared/runtime/environment.ts';
import { stackTemplate } from '#test/support/stack-template.ts';
import { listed, readerOf, type Statement } from '#test/support/template-reader.ts';

const template = stackTemplate();
const reader = readerOf(template);
const names = Object.keys(functions) as FunctionName[];

const allowed = (statements: Statement[], service: string): string[] =>
  statements
    .filter(({ Action }) => listed(Action).some((action) => action.startsWith(service)))
    .flatMap(({ Resource }) => listed(Resource).map(reader.text))
    .sort();
const resourcesOf = (name: FunctionName, service: string): string[] =>
  allowed(reader.statementsOf(reader.roleOf(name)), service);
const arnOf = (name: string): string =>
  `arn:aws:lambda:here:123456789012:function:netsweep-dev-${name}`;

describe('who may invoke whom', () => {
  it.each<[FunctionName, string[]]>([
    ['api', ['fanout', 'notifier']],
    ['scheduler', ['fanout', 'notifier']],
    ['fanout', ['fanout', 'notifier', 'scanner:live']],
    ['scanner', []],
    ['notifier', []],
    ['migrate', []],
  ])('%s may invoke %j and nothing else', (name, targets) => {
    expect(resourcesOf(name, 'lambda:')).toEqual(targets.map(arnOf));
  });

  it('lets nobody but the fan-out invoke the scanner', () => {
    const invokers = Object.keys(template.findResources('AWS::IAM::Role')).filter((role) =>
      allowed(reader.statementsOf(role), 'lambda:').some((arn) => arn.includes('-scanner')),
    );
    expect(invokers).toEqual([reader.roleOf('fanout')]);
  });

  it('lets nobody but the notifier tell the event bus, which is the stack’s own', () => {
    for (const name of names) {
      const buses = resourcesOf(name, 'events:');
      expect(buses, name).toHaveLength(name === 'notifier' ? 1 : 0);
    }
    template.hasResourceProperties('AWS::Events::EventBus', { Name: 'netsweep-dev' });
  });

  it('lets only the clock and the door in from outside, each to its own function', () => {
    const permissions = Object.values(template.findResources('AWS::Lambda::Permission'));
    const pairs = permissions.map(({ Properties }) => [
      Properties.Principal,
      reader.text(Properties.FunctionName),
    ]);
    expect(pairs.sort()).toEqual([
      ['apigateway.amazonaws.com', arnOf('api')],
      ['apigateway.amazonaws.com', arnOf('api')],
      ['events.amazonaws.com', arnOf('scheduler')],
    ]);
    for (const { Properties } of permissions) expect(Properties).toHaveProperty('SourceArn');
  });
});

describe('what a function may read', () => {
  const parameterOf = (name: string): string =>
    `arn:aws:ssm:here:123456789012:parameter/netsweep-dev/${name}`;
  const own = names.filter((name) => name !== 'migrate');
  const actionsOf = (name: FunctionName): string[] =>
    reader.statementsOf(reader.roleOf(name)).flatMap(({ Action }) => listed(Action));

  it.each(own)(
    '%s may read the credentials that are its own, write none, and read no secret',
    (name) => {
      expect(resourcesOf(name, 'ssm:')).toEqual([parameterOf(name)]);
      expect(actionsOf(name).filter((action) => action.startsWith('ssm:'))).toEqual([
        'ssm:GetParameter',
      ]);
      expect(resourcesOf(name, 'secretsmanager:')).toEqual([]);
    },
  );

  it('migrate may read the deployer’s, and read and write the functions’ own', () => {
    expect(resourcesOf('migrate', 'secretsmanager:')).toEqual([
      'arn:aws:secretsmanager:here:123456789012:secret:netsweep/dev-??????',
    ]);
    expect(actionsOf('migrate')).not.toContain('secretsmanager:PutSecretValue');
    expect(resourcesOf('migrate', 'ssm:')).toEqual(own.map(parameterOf).sort());
  });

  it.each(names)('%s may write to its own log and no other', (name) => {
    const group = reader.function(name).Properties.LoggingConfig.LogGroup;
    expect(resourcesOf(name, 'logs:')).toEqual([`arn:${reader.text(group)}`]);
  });
});

describe('roles', () => {
  it('are never shared', () => {
    const roles = Object.values(template.findResources('AWS::Lambda::Function')).map(
      ({ Properties }) => reader.text(Properties.Role),
    );
    expect(new Set(roles).size).toBe(roles.length);
  });

  it('have no managed policy, which would allow more than was asked for', () => {
    for (const [id, { Properties }] of Object.entries(template.findResources('AWS::IAM::Role'))) {
      expect(Properties.ManagedPolicyArns, id).toBeUndefined();
    }
  });

  it('allow no action and no resource by a wildcard', () => {
    const statements = Object.keys(template.findResources('AWS::IAM::Role')).flatMap(
      reader.statementsOf,
    );
    expect(statements.length).toBeGreaterThan(names.length);
    for (const { Action, Resource } of statements) {
      for (const action of listed(Action)) expect(action).not.toContain('*');
      // `function:*` of one function is all versions of it: what CDK's provider says of the one that it calls.
      for (const resource of listed(Resource)) {
        expect(reader.text(resource)).toMatch(/^arn:[^*]+(function:[^:*]+:\*)?$/);
      }
    }
  });
});
