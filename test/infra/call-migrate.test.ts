import type { InvokeCommand, InvokeCommandOutput } from '@aws-sdk/client-lambda';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { callMigrate } from '#infra/deploy/call-migrate.ts';

const answer = (rest: Partial<InvokeCommandOutput> = {}): InvokeCommandOutput => ({
  $metadata: {},
  StatusCode: 200,
  ...rest,
});

const eventOf = (RequestType: 'Create' | 'Update' | 'Delete') =>
  ({
    RequestType,
    ResourceProperties: {
      ServiceToken: 'arn',
      FunctionName: 'netsweep-dev-migrate',
      Payload: '{"v":1}',
    },
  }) as unknown as CloudFormationCustomResourceEvent;

/** A Lambda service that gives the same answer to every call, and what it was asked. */
const serviceWith = (given: InvokeCommandOutput) => {
  const asked: InvokeCommand['input'][] = [];
  const invoke = (command: InvokeCommand) => {
    asked.push(command.input);
    return Promise.resolve(given);
  };
  return { asked, call: callMigrate(invoke) };
};

describe('the migration of a deploy', () => {
  it.each(['Create', 'Update'] as const)(
    'invokes the function once at %s, and waits',
    async (type) => {
      const { asked, call } = serviceWith(answer());
      await call(eventOf(type));
      expect(asked).toEqual([{ FunctionName: 'netsweep-dev-migrate', Payload: '{"v":1}' }]);
    },
  );

  it('leaves the schema alone when the stack is deleted', async () => {
    const { asked, call } = serviceWith(answer());
    await call(eventOf('Delete'));
    expect(asked).toEqual([]);
  });

  it('fails the deploy when the function failed, without its words', async () => {
    const Payload = new TextEncoder().encode('{"errorMessage":"no host db.example.com"}');
    const { call } = serviceWith(answer({ FunctionError: 'Unhandled', Payload } as object));
    const failure = call(eventOf('Update'));
    await expect(failure).rejects.toThrow('netsweep-dev-migrate failed (Unhandled)');
    await expect(failure).rejects.not.toThrow('db.example.com');
  });
});
