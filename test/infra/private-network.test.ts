import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { stackTemplate } from '#test/support/stack-template.ts';
import { listed, readerOf } from '#test/support/template-reader.ts';

const context = {
  vpcId: 'vpc-0123456789abcdef0',
  subnetIds: 'subnet-0123456789abcdef1,subnet-0123456789abcdef2',
  scopes: '10.2.0.0/16,fd12:3456::/48',
  endpoints: '10.9.0.0/28',
  dualStack: 'true',
};
const template = stackTemplate(context);
const reader = readerOf(template);

describe('scanners in a VPC', () => {
  const [group] = Object.entries(template.findResources('AWS::EC2::SecurityGroup'));

  it('are the only functions there, in the named subnets, with IPv6 where these have it', () => {
    expect(reader.function('scanner').Properties.VpcConfig).toEqual({
      Ipv6AllowedForDualStack: true,
      SubnetIds: ['subnet-0123456789abcdef1', 'subnet-0123456789abcdef2'],
      SecurityGroupIds: [{ 'Fn::GetAtt': [group?.[0], 'GroupId'] }],
    });
    for (const name of ['api', 'scheduler', 'fanout', 'migrate'] as const) {
      expect(reader.function(name).Properties).not.toHaveProperty('VpcConfig');
    }
  });

  it('may send to the scopes and by HTTPS to the endpoints, and nowhere else', () => {
    const rules: Record<string, unknown>[] = group?.[1].Properties.SecurityGroupEgress;
    const said = rules.map(
      (rule) =>
        `${rule.CidrIp ?? rule.CidrIpv6} ${rule.IpProtocol} ${rule.FromPort}-${rule.ToPort}`,
    );
    expect(said.sort()).toEqual([
      '10.2.0.0/16 tcp 0-65535',
      '10.2.0.0/16 udp 0-65535',
      '10.9.0.0/28 tcp 443-443',
      'fd12:3456::/48 tcp 0-65535',
      'fd12:3456::/48 udp 0-65535',
    ]);
    expect(group?.[1].Properties.SecurityGroupIngress).toBeUndefined();
    template.resourceCountIs('AWS::EC2::SecurityGroupEgress', 0);
  });

  it('get their interfaces from Lambda, and cannot make any themselves', () => {
    const ec2 = reader
      .statementsOf(reader.roleOf('scanner'))
      .filter(({ Action }) => listed(Action)[0]?.startsWith('ec2:'));
    expect(ec2.map(({ Effect }) => Effect).sort()).toEqual(['Allow', 'Deny']);
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Deny',
            Resource: '*',
            Condition: { ArnLike: { 'lambda:SourceFunctionArn': Match.anyValue() } },
          }),
        ]),
      },
    });
  });

  it('have IPv4 alone where the subnets have', () => {
    const { scopes: _, dualStack: __, ...rest } = context;
    const only = readerOf(stackTemplate({ ...rest, scopes: '10.2.0.0/16' }));
    expect(only.function('scanner').Properties.VpcConfig.Ipv6AllowedForDualStack).toBe(false);
  });
});

it.each([
  ['subnetIds', { subnetIds: '' }],
  ['endpoints', { endpoints: '' }],
  ['scopes', { scopes: '' }],
  ['scopes', { scopes: '10.2.0.0/99' }],
  ['scopes', { dualStack: 'false' }],
  ['vpcId', { vpcId: 'subnet-1' }],
])('a VPC that lacks or misspells %s stops synthesis', (key, wrong) => {
  expect(() => stackTemplate({ ...context, ...wrong })).toThrow(`context is wrong: ${key}`);
});

it('is not there where no VPC was named: scanners leave by the public internet', () => {
  const open = stackTemplate();
  open.resourceCountIs('AWS::EC2::SecurityGroup', 0);
  expect(readerOf(open).function('scanner').Properties).not.toHaveProperty('VpcConfig');
});
