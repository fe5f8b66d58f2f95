import { InvokeCommand, type InvokeCommandInput, LambdaClient } from '@aws-sdk/client-lambda';
import { onTestFinished } from 'vitest';
import { bundleFunctions } from '#infra/local/bundle.ts';
import type { LambdaFunction } from '#infra/local/lambda/lambda-function.ts';
import {
  type LambdaService,
  type LambdaServiceOptions,
  startLambdaService,
} from '#infra/local/lambda-service.ts';
import type { Order } from './handlers/obedient.ts';
import { useTempFolder } from './temp-folder.ts';

/** Bundles handlers of test/support/handlers, once a test file: the folder of each by its name. */
export const useBundles = async <N extends string>(...names: N[]): Promise<Record<N, string>> => {
  const specs = names.map((name) => [name, { entry: `test/support/handlers/${name}.ts` }]);
  return bundleFunctions(Object.fromEntries(specs), { outFolder: await useTempFolder() });
};

/** A function that runs a bundle, with room for one environment where nothing else is said. */
export const functionOf = (
  bundleFolder: string,
  more: Partial<LambdaFunction> = {},
): LambdaFunction => ({
  bundleFolder,
  memoryMb: 128,
  timeoutSeconds: 20,
  environment: {},
  maxEnvironments: 1,
  ...more,
});

export type Lines = { readonly name: string; readonly line: string }[];

/** The service, for one test, and what its functions wrote. */
export const startLambda = async (
  options: Omit<LambdaServiceOptions, 'log'>,
): Promise<LambdaService & { readonly lines: Lines }> => {
  const lines: Lines = [];
  const service = await startLambdaService({
    ...options,
    log: (name, line) => lines.push({ name, line }),
  });
  onTestFinished(() => service.stop());
  return { ...service, lines };
};

/** The real SDK, at the service. */
export const clientOf = (url: string, accessKeyId = 'anybody'): LambdaClient =>
  new LambdaClient({
    endpoint: url,
    region: 'local-1',
    credentials: { accessKeyId, secretAccessKey: 'none' },
    maxAttempts: 1,
  });

/** Invokes through the SDK and reads the answer. */
export const invoke = async (
  url: string,
  event: Order | string,
  input: Partial<InvokeCommandInput> = {},
) => {
  const client = clientOf(url);
  const Payload = typeof event === 'string' ? event : JSON.stringify(event);
  try {
    const output = await client.send(
      new InvokeCommand({ FunctionName: 'obedient', Payload, ...input }),
    );
    const text = Buffer.from(output.Payload ?? '').toString();
    return {
      status: output.StatusCode,
      error: output.FunctionError,
      payload: text === '' ? null : JSON.parse(text),
    };
  } finally {
    client.destroy();
  }
};
