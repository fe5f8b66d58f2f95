import {
  Architecture,
  Code,
  type FunctionProps,
  Function as LambdaFunction,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { HANDLER } from '#infra/bundling.ts';
import { acknowledge } from './acknowledge.ts';
import { keptLogs } from './kept-logs.ts';
import { loggingRole } from './logging-role.ts';

export type LoggedFunctionProps = Omit<FunctionProps, 'runtime' | 'handler' | 'code'> & {
  /** Folder of the bundle. */
  readonly bundle: string;
};

/** What every function of ours has: Node 24 on arm64, a log group that forgets, and a role that may write to it alone. */
export class LoggedFunction extends LambdaFunction {
  constructor(scope: Construct, id: string, { bundle, ...props }: LoggedFunctionProps) {
    const logGroup = keptLogs(scope, `${id}Logs`);
    super(scope, id, {
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: HANDLER,
      code: Code.fromAsset(bundle),
      logGroup,
      role: loggingRole(scope, `${id}Role`, logGroup),
      ...props,
    });
    acknowledge(
      this,
      'Serverless::Serverless-LambdaDLQ',
      'What is invoked asynchronously (scheduler, fanout, notifier) parks failures by an on-failure destination, which keeps the error too; the others answer whoever called.',
    );
    acknowledge(
      this,
      'Serverless::Serverless-LambdaTracing',
      'Request, run and chunk ids go through all logs; X-Ray would give each role a wildcard resource and cost more than the idle stack.',
    );
  }
}
