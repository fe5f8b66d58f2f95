import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';

/** Lets `caller` invoke the function of that ARN, and not its versions, which `grantInvoke` would add. */
export const letInvoke = (caller: IFunction, functionArn: string): void =>
  caller.addToRolePolicy(
    new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [functionArn] }),
  );
