type Variables = Readonly<Record<string, string>>;

/** One function as this machine runs it. */
export type LambdaFunction = {
  readonly bundleFolder: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  /** The function's own variables; what Lambda itself sets is added. */
  readonly environment: Readonly<Record<string, string>>;
  /** Asked when a process starts, with its whole environment: what is to be different in this one. */
  readonly variables?: (environment: Variables) => Variables;
  /** Its reserved concurrency: one process an environment, one invocation at a time in each. */
  readonly maxEnvironments: number;
  /** Environments started before anybody asks, and kept when idle. Default 0. */
  readonly prewarm?: number;
  /** What becomes of Event invocations; AWS's defaults: 2 retries, 6 hours. */
  readonly events?: { readonly retries?: number; readonly maxAgeSeconds?: number };
};

export const REGION = 'local-1';
export const ACCOUNT = '000000000000';

export const functionArn = (name: string): string =>
  `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`;
