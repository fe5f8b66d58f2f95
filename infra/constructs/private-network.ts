import { ArnFormat, Stack } from 'aws-cdk-lib';
import {
  type IPeer,
  type ISubnet,
  type IVpc,
  Peer,
  Port,
  SecurityGroup,
  Subnet,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { FunctionOptions, IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';

export type PrivateNetworkProps = {
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  /** All that may be probed through it. */
  readonly scopes: readonly string[];
  /** Where Postgres, Parameter Store and what else is spoken to by HTTPS are, as CIDRs of the VPC. */
  readonly endpoints: readonly string[];
  /** The subnets have IPv6 as well. */
  readonly dualStack: boolean;
};

/** What Lambda needs to put a function into a VPC; EC2 knows no narrower resource for all of it. */
const INTERFACE_ACTIONS = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
];

const peerOf = (cidr: string): IPeer => (cidr.includes(':') ? Peer.ipv6(cidr) : Peer.ipv4(cidr));

/**
 * Subnets of a VPC that is there already, to probe from. Packets may leave for the named scopes and, by HTTPS, for the
 * endpoints; nowhere else, whatever a function that was taken over tries.
 */
export class PrivateNetwork extends Construct {
  /** Where a function has to be put. */
  readonly placement: Pick<
    FunctionOptions,
    'vpc' | 'vpcSubnets' | 'securityGroups' | 'ipv6AllowedForDualStack'
  >;

  constructor(scope: Construct, id: string, props: PrivateNetworkProps) {
    super(scope, id);
    // By their ids: a look-up would need the account while synthesising. Zones are asked for, and used by nobody.
    const { vpcId } = props;
    const vpc = Vpc.fromVpcAttributes(this, 'Vpc', { vpcId, availabilityZones: ['any'] });
    const subnets: ISubnet[] = props.subnetIds.map((subnetId) =>
      Subnet.fromSubnetId(this, subnetId, subnetId),
    );
    this.placement = {
      vpc,
      vpcSubnets: { subnets },
      securityGroups: [this.outwards(vpc, props)],
      ipv6AllowedForDualStack: props.dualStack,
    };
  }

  /** Lets Lambda give the function its interfaces, and keeps the function's own code from making any. */
  letIn(target: IFunction): void {
    const all = { actions: INTERFACE_ACTIONS, resources: ['*'] };
    target.addToRolePolicy(new PolicyStatement(all));
    const anyFunction = Stack.of(this).formatArn({
      service: 'lambda',
      resource: 'function',
      resourceName: '*',
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    target.addToRolePolicy(
      new PolicyStatement({
        ...all,
        effect: Effect.DENY,
        conditions: { ArnLike: { 'lambda:SourceFunctionArn': anyFunction } },
      }),
    );
    acknowledge(
      target.role ?? target,
      'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
      'Lambda itself makes the interfaces of a VPC, under no narrower resource; code of the function is denied the same actions.',
    );
  }

  private outwards(vpc: IVpc, { scopes, endpoints }: PrivateNetworkProps): SecurityGroup {
    const group = new SecurityGroup(this, 'Outwards', {
      vpc,
      description: 'Scanners: to the scopes and the endpoints only',
      allowAllOutbound: false,
      allowAllIpv6Outbound: false,
    });
    for (const scope of scopes) {
      group.addEgressRule(peerOf(scope), Port.allTcp(), 'scope, TCP');
      group.addEgressRule(peerOf(scope), Port.allUdp(), 'scope, UDP');
    }
    for (const endpoint of endpoints) {
      group.addEgressRule(peerOf(endpoint), Port.tcp(443), 'endpoint, HTTPS');
    }
    return group;
  }
}
