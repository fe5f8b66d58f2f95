import { type CfnElement, CustomResource, Duration, Stack } from 'aws-cdk-lib';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Provider } from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { keptLogs } from './kept-logs.ts';
import { letInvoke } from './let-invoke.ts';
import { LoggedFunction } from './logged-function.ts';
import { loggingRole } from './logging-role.ts';
import { type Common, ServiceFunction } from './service-function.ts';

export type MigrationProps = {
  readonly common: Common;
  /** The first admin's token and what it may probe, where the deployer named them. */
  readonly first: { readonly scopes: readonly string[]; readonly adminTokenSha256: string | null };
  /** Another word than before runs it again. */
  readonly rotation: string;
};

const OF_THE_PROVIDER = {
  'Serverless::Serverless-LambdaDLQ':
    'CloudFormation waits for its answer, and fails the deploy without one.',
  'Serverless::Serverless-LambdaTracing':
    'It runs while deploying only, and its log says what it did.',
  'Serverless::Serverless-LambdaDefaultMemorySize':
    "CDK's provider does not let its memory be set; it only passes an event on.",
};

/**
 * Runs the migrate function while deploying, whenever its code (which holds the migrations), its event or the word `rotation`
 * changed. What depends on this construct is deployed after it: new code never meets an older schema, and a failed migration stops the deploy.
 */
export class Migration extends Construct {
  constructor(scope: Construct, id: string, { common, first, rotation }: MigrationProps) {
    super(scope, id);
    const migrate = new ServiceFunction(this, 'Function', {
      ...common,
      name: 'migrate',
      environment: { ...common.secret.ofMigrate, NETSWEEP_POLICY: 'lambda' },
    });
    new CustomResource(this, 'Run', {
      resourceType: 'Custom::Migration',
      serviceToken: this.callerOf(migrate, common.bundleOf('call-migrate')),
      serviceTimeout: Duration.minutes(5),
      properties: {
        FunctionName: migrate.functionName,
        Payload: JSON.stringify({
          v: 1,
          scopes: first.scopes,
          admin_token_sha256: first.adminTokenSha256,
          clock_offset_seconds: 0,
        }),
        Revision: migrate.currentVersion.version,
        Rotation: rotation,
      },
    });
  }

  /** The token of the provider that CloudFormation calls; it answers for us, also where the call fails. */
  private callerOf(migrate: LambdaFunction, bundle: string): string {
    const caller = new LoggedFunction(this, 'Caller', {
      bundle,
      memorySize: 256,
      timeout: Duration.minutes(3),
    });
    letInvoke(caller, migrate.functionArn);
    const logGroup = keptLogs(this, 'ProviderLogs');
    const role = loggingRole(this, 'ProviderRole', logGroup);
    const provider = new Provider(this, 'Provider', {
      onEventHandler: caller,
      logGroup,
      frameworkOnEventRole: role,
    });
    const callerId = Stack.of(this).getLogicalId(caller.node.defaultChild as CfnElement);
    acknowledge(
      role,
      `AwsSolutions::AwsSolutions-IAM5[Resource::<${callerId}.Arn>:*]`,
      "CDK's provider names all versions of the one function that it calls.",
    );
    for (const [rule, reason] of Object.entries(OF_THE_PROVIDER))
      acknowledge(provider, rule, reason);
    return provider.serviceToken;
  }
}
