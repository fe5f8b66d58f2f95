import type { Invocation, Outcome } from './invocation.ts';
import { functionArn } from './lambda-function.ts';

/** Why an event was given up. */
export type Condition = 'RetriesExhausted' | 'EventAgeExceeded';

/** What an on-failure destination is sent: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
export type DeadLetter = {
  readonly version: '1.0';
  readonly timestamp: string;
  readonly requestContext: {
    readonly requestId: string;
    readonly functionArn: string;
    readonly condition: Condition;
    readonly approximateInvokeCount: number;
  };
  readonly requestPayload: unknown;
  readonly responseContext?: {
    readonly statusCode: 200;
    readonly executedVersion: '$LATEST';
    readonly functionError: 'Unhandled';
  };
  readonly responsePayload?: unknown;
};

type Burial = {
  readonly name: string;
  readonly invocation: Invocation;
  readonly condition: Condition;
  readonly invokeCount: number;
  /** The last failure, where there was an attempt at all. */
  readonly last: Outcome | null;
};

const parsed = ({ payload }: { readonly payload: Buffer }): unknown =>
  JSON.parse(payload.toString('utf8'));

export const deadLetter = ({ name, invocation, ...burial }: Burial): DeadLetter => ({
  version: '1.0',
  timestamp: new Date().toISOString(),
  requestContext: {
    requestId: invocation.id,
    functionArn: functionArn(name),
    condition: burial.condition,
    approximateInvokeCount: burial.invokeCount,
  },
  requestPayload: parsed(invocation),
  ...(burial.last !== null && {
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: parsed(burial.last),
  }),
});
