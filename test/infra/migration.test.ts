import type { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import type { FunctionName } from '#shared/runtime/environment.ts';
import { stackTemplate } from '#test/support/stack-template.ts';
import { readerOf } from '#test/support/template-reader.ts';

const runOf = (template: Template) => {
  const [entry] = Object.entries(template.findResources('Custom::Migration'));
  if (entry === undefined) throw new Error('no migration');
  const [id, { Properties }] = entry;
  return { id, Properties, event: JSON.parse(Properties.Payload) };
};

const template = stackTemplate();
const reader = readerOf(template);

describe('a deploy', () => {
  it('runs the migrate function of the stack', () => {
    expect(reader.text(runOf(template).Properties.FunctionName)).toBe('netsweep-dev-migrate');
  });

  it('runs it again when its code changes, since each code is another version', () => {
    const [version, attribute] = runOf(template).Properties.Revision['Fn::GetAtt'];
    expect(attribute).toBe('Version');
    const { FunctionName } = template.toJSON().Resources[version].Properties;
    expect(reader.text(FunctionName)).toBe('netsweep-dev-migrate');

    const other = stackTemplate({}, { migrate: '// with one migration more' });
    const [otherVersion] = runOf(other).Properties.Revision['Fn::GetAtt'];
    expect(otherVersion).not.toBe(version);
    const same = stackTemplate({}, { api: '// another api' });
    expect(runOf(same).Properties.Revision['Fn::GetAtt'][0]).toBe(version);
  });

  it('runs it again for another word of rotation, with all else as it was', () => {
    const rotated = runOf(stackTemplate({ rotation: 'march' })).Properties;
    const { Properties } = runOf(template);
    expect(rotated).not.toEqual(Properties);
    expect({ ...rotated, Rotation: Properties.Rotation }).toEqual(Properties);
  });

  it.each<FunctionName>(['api', 'scheduler', 'fanout', 'scanner', 'notifier'])(
    'replaces %s only after the schema is there',
    (name) => {
      expect(reader.function(name).DependsOn).toContain(runOf(template).id);
    },
  );

  it('names no scope and no admin that the deployer did not', () => {
    expect(runOf(template).event).toEqual({
      v: 1,
      scopes: [],
      admin_token_sha256: null,
      clock_offset_seconds: 0,
    });
  });

  it('names those of the deployer, whose token it never sees', () => {
    const adminTokenSha256 = 'ab'.repeat(32);
    const { event } = runOf(
      stackTemplate({ scopes: '10.0.0.0/8,192.168.0.0/16', adminTokenSha256 }),
    );
    expect(event.scopes).toEqual(['10.0.0.0/8', '192.168.0.0/16']);
    expect(event.admin_token_sha256).toBe(adminTokenSha256);
  });
});
