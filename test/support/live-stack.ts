import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvokeCommand, LambdaClient, TooManyRequestsException } from '@aws-sdk/client-lambda';
import pRetry from 'p-retry';
import { afterAll } from 'vitest';
import { z } from 'zod';
import { resetDataFolder } from '#infra/local/data-folder.ts';
import { type StackOptions, startStack } from '#infra/local/stack.ts';
import { checkContract } from './contract.ts';
import { isJson } from './http-event.ts';

const runView = z.object({ id: z.number(), state: z.string(), online: z.number() }).loose();
const hostView = z
  .object({
    ip: z.string(),
    ports: z.array(z.object({ port: z.number(), state: z.string() }).loose()),
  })
  .loose();
/** As long as a tick may take. */
const WHILE_BUSY = { retries: 1200, minTimeout: 50, factor: 1 };
const ENDED = ['done', 'failed', 'cancelled'];

/** All of Netsweep in a data folder, and what a test asks of it. */
export const startedStack = async (options: Partial<StackOptions> & { data: string }) => {
  const lines: string[] = [];
  const stack = await startStack({
    scopes: ['127.0.0.0/8'],
    policy: 'local',
    clockOffsetSeconds: 0,
    log: (line) => lines.push(line),
    ...options,
  });
  const { api, token, lambda: endpoint } = stack.endpoints;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const lambda = new LambdaClient({ endpoint, region: 'local-1', credentials, maxAttempts: 1 });

  const call = async (method: string, path: string, body?: unknown, more = {}) => {
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      ...more,
    };
    const request = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(`${api}${path}`, { method, headers, ...request });
    const type = response.headers.get('content-type');
    const text = await response.text();
    // A test that reads it further knows what it asked for.
    const answer = isJson(type) && text !== '' ? JSON.parse(text) : text || undefined;
    checkContract(
      { method, path: path.replace(/\?.*/, '') },
      { status: response.status, headers: { 'content-type': type }, body: answer },
    );
    return { status: response.status, body: answer ?? null };
  };

  const stateOf = async (runId: number) =>
    runView.parse((await call('GET', `/v1/runs/${runId}`)).body);

  return {
    endpoints: stack.endpoints,
    stop: stack.stop,
    pids: stack.pids,
    lines,
    call,
    stateOf: async (runId: number): Promise<string> => (await stateOf(runId)).state,

    createTask: async (networks: string[], tcp_ports: string, more = {}): Promise<number> => {
      const { body } = await call('POST', '/v1/tasks', { networks, tcp_ports, ...more });
      return (
        z.object({ tasks: z.array(z.object({ id: z.number() })) }).parse(body).tasks[0]?.id ?? 0
      );
    },

    startRun: async (taskId: number): Promise<number> => {
      const { body } = await call('POST', '/v1/runs', { task_ids: [taskId] });
      return z.object({ runs: z.array(runView) }).parse(body).runs[0]?.id ?? 0;
    },

    /** Waits until the run is over. */
    endOf: async (runId: number) => {
      for (;;) {
        const run = await stateOf(runId);
        if (ENDED.includes(run.state)) return run;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },

    hostsOf: async (taskId: number) => {
      const { body } = await call('GET', `/v1/tasks/${taskId}/hosts?limit=1000`);
      return z.object({ hosts: z.array(hostView) }).parse(body).hosts;
    },

    /** One tick of the scheduler, waited for. The scheduler is one at a time: the tick of a full minute goes first. */
    tick: async (): Promise<void> => {
      const { FunctionError } = await pRetry(
        () => lambda.send(new InvokeCommand({ FunctionName: 'scheduler', Payload: '{}' })),
        {
          ...WHILE_BUSY,
          shouldRetry: ({ error }) => error instanceof TooManyRequestsException,
        },
      );
      if (FunctionError) throw new Error(`the tick failed: ${FunctionError}`);
    },
  };
};

/** A stack in a temporary folder, for as long as the test file runs. */
export const useStack = async (options: Partial<StackOptions> = {}) => {
  const data = await mkdtemp(join(tmpdir(), 'netsweep test stack '));
  const stack = await startedStack({ data, ...options });
  afterAll(async () => {
    await stack.stop();
    await resetDataFolder(data);
    await rm(data, { recursive: true });
  });
  return stack;
};
