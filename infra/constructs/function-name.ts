import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { FunctionName } from '#shared/runtime/environment.ts';

/**
 * The physical name of a function, one per stage. Said rather than generated, because a function that is told its own name,
 * or may invoke itself, cannot refer to its own resource.
 */
export const functionNameOf = (scope: IConstruct, name: FunctionName): string =>
  `${Stack.of(scope).stackName}-${name}`;

/** The ARN of the function of that name, without a reference to its resource. */
export const functionArnOf = (scope: IConstruct, name: FunctionName): string =>
  Stack.of(scope).formatArn({
    service: 'lambda',
    resource: 'function',
    resourceName: functionNameOf(scope, name),
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
