import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { APIGatewayProxyEventV2, ScheduledEvent } from 'aws-lambda';
import { expect, it } from 'vitest';
import { doorbell } from '#functions/fanout/doorbell.ts';
import { scanEvent } from '#functions/scanner/event.ts';
import { PROJECT_FOLDER } from '#infra/bundling.ts';
import { functions } from '#infra/functions.ts';
import { SENT_VERSION } from '#shared/domain/event-version.ts';
import { taskRequest } from '#shared/domain/task.ts';

const folder = join(PROJECT_FOLDER, 'events');
const sample = <T>(name: string): T =>
  JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as T;

it('has one sample of what each function is given, one of what the bus is told of a change, and no other', () => {
  const samples = readdirSync(folder).map((file) => file.replace(/\.json$/, ''));
  expect(samples.sort()).toEqual([...Object.keys(functions), 'change'].sort());
});

it('has a handler for each function', () => {
  for (const { entry } of Object.values(functions)) {
    expect(existsSync(join(PROJECT_FOLDER, entry)), entry).toBe(true);
  }
});

it('creates a task through the HTTP API, payload version 2.0', () => {
  const event = sample<APIGatewayProxyEventV2>('api');
  expect(event).toMatchObject({
    version: '2.0',
    rawPath: '/v1/tasks',
    requestContext: { http: { method: 'POST', path: '/v1/tasks' }, stage: '$default' },
    isBase64Encoded: false,
  });
  expect(taskRequest.parse(JSON.parse(event.body ?? '')).networks).toEqual(['127.0.0.0/30']);
});

it('ticks the scheduler as EventBridge does', () => {
  const event = sample<ScheduledEvent>('scheduler');
  expect(event).toMatchObject({
    source: 'aws.events',
    'detail-type': 'Scheduled Event',
    detail: {},
  });
  expect(new Date(event.time).toISOString()).toBe(event.time.replace('Z', '.000Z'));
});

it('rings the fan-out as its own schema asks', () => {
  expect(doorbell.strict().parse(sample('fanout'))).toEqual({ v: 1, hop: 0 });
});

it('rings the notifier without saying what for', () => {
  expect(sample('notifier')).toEqual({ v: SENT_VERSION });
});

it('asks the scanner for a chunk by its number, never by its addresses', () => {
  const event = scanEvent.strict().parse(sample('scanner'));
  expect(Object.keys(event).sort()).toEqual(['chunk_no', 'owner', 'rate', 'run_id', 'v']);
});

it('migrates without making an admin whose token is in this repository', () => {
  expect(sample('migrate')).toEqual({
    v: 1,
    scopes: ['127.0.0.0/8'],
    admin_token_sha256: null,
    clock_offset_seconds: 0,
  });
});
