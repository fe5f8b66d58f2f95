import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { cappedLines } from '#infra/local/capped-lines.ts';
import { spawnChild } from '#infra/local/child.ts';
import { type LambdaFunction, REGION } from './lambda-function.ts';

export type RuntimeSetup = {
  readonly name: string;
  readonly spec: LambdaFunction;
  /** Host and port of the Invoke API. */
  readonly host: string;
  /** Host, port and path prefix of the environment's Runtime API. */
  readonly runtimeApi: string;
  readonly accessKeyId: string;
  /** Where V8 keeps what it compiled, so that the next cold start is shorter. */
  readonly compileCache: string | null;
  readonly onLine: (line: string) => void;
};

const RUNTIME = join(import.meta.dirname, 'lambda-runtime.mjs');

/** The whole environment of the process, as on Lambda; nothing of ours leaks into it. */
const variablesOf = ({ name, spec, ...setup }: RuntimeSetup): Record<string, string> => ({
  PATH: '/usr/local/bin:/usr/bin:/bin',
  LANG: 'en_US.UTF-8',
  TZ: 'UTC',
  AWS_REGION: REGION,
  AWS_DEFAULT_REGION: REGION,
  AWS_ACCESS_KEY_ID: setup.accessKeyId,
  AWS_SECRET_ACCESS_KEY: 'none',
  // The SDK would read those of whoever owns this machine.
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_ENDPOINT_URL_LAMBDA: `http://${setup.host}`,
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
  AWS_LAMBDA_FUNCTION_NAME: name,
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(spec.memoryMb),
  AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
  AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
  AWS_LAMBDA_LOG_STREAM_NAME: '$LATEST',
  AWS_LAMBDA_RUNTIME_API: setup.runtimeApi,
  LAMBDA_TASK_ROOT: spec.bundleFolder,
  _HANDLER: 'index.handler',
  ...(setup.compileCache === null ? {} : { NODE_COMPILE_CACHE: setup.compileCache }),
  ...spec.environment,
});

const environmentOf = (setup: RuntimeSetup): Record<string, string> => {
  const variables = variablesOf(setup);
  return { ...variables, ...setup.spec.variables?.(variables) };
};

/** Starts the process of one environment. Node gets nine tenths of the memory for its heap, as on Lambda. */
export const spawnRuntime = (setup: RuntimeSetup): ChildProcess => {
  const heapMb = Math.floor(setup.spec.memoryMb * 0.9);
  const child = spawnChild({
    command: process.execPath,
    // The name is for whoever looks at the list of processes.
    args: [`--max-old-space-size=${heapMb}`, '--enable-source-maps', RUNTIME, setup.name],
    env: environmentOf(setup),
    cwd: setup.spec.bundleFolder,
  });
  cappedLines(child.stdout, setup.onLine);
  cappedLines(child.stderr, setup.onLine);
  return child;
};
