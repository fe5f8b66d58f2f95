import { InvokeCommand, type InvokeCommandOutput, LambdaClient } from '@aws-sdk/client-lambda';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';

type Invoke = (command: InvokeCommand) => Promise<InvokeCommandOutput>;

/**
 * Invokes the function that the resource names with the event it holds, once for each deploy that changed either; throws where
 * the function failed, which fails the deploy. The function's own words stay in its log: they may hold an address.
 */
export const callMigrate =
  (invoke: Invoke) =>
  async ({ RequestType, ResourceProperties }: CloudFormationCustomResourceEvent): Promise<void> => {
    if (RequestType === 'Delete') return;
    const { FunctionName, Payload } = ResourceProperties;
    const answer = await invoke(new InvokeCommand({ FunctionName, Payload }));
    if (answer.FunctionError === undefined) return;
    throw new Error(`${FunctionName} failed (${answer.FunctionError}): its log says why`);
  };

// One try: after a lost answer the SDK's own second try would run beside the first.
const lambda = new LambdaClient({ maxAttempts: 1 });

export const handler = callMigrate((command) => lambda.send(command));
