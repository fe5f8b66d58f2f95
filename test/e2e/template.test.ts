import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { afterAll, expect, test } from 'vitest';
import { writeBundles } from '#infra/bundles.ts';
import { PROJECT_FOLDER } from '#infra/bundling.ts';
import { functions } from '#infra/functions.ts';
import type { LambdaFunction } from '#infra/local/lambda/lambda-function.ts';
import { startLambdaService } from '#infra/local/lambda-service.ts';
import { startSecretsEndpoint } from '#infra/local/secrets-endpoint.ts';
import { synthesise } from '#infra/synthesise.ts';
import type { FunctionName } from '#shared/runtime/environment.ts';
import { openDatabase } from '#shared/store/database.ts';
import { runsIn } from '#shared/store/runs.ts';
import { admin, startedRun } from '#test/support/run-fixtures.ts';
import { usePostgres, useRedis } from '#test/support/stores.ts';
import { readerOf } from '#test/support/template-reader.ts';

/**
 * What `sam local invoke -t cdk.out/netsweep-dev.template.json <Function> -e events/<function>.json -n env.json` does, without SAM: the
 * code is found by the template's metadata, the environment is the template's with declared variables changed, and the bundle
 * runs under a Runtime API with the sample event.
 */

const postgres = await usePostgres();
const redis = await useRedis();
const db = openDatabase(postgres.url, postgres.neonEndpoint);
const runs = runsIn(db);

const folder = await mkdtemp(join(tmpdir(), 'netsweep-sam-'));
const { stacks } = synthesise({
  bundleOf: await writeBundles(join(folder, 'bundles')),
  outFolder: join(folder, 'out'),
  checked: false,
});
const template = Template.fromJSON(stacks[0]?.template);
const reader = readerOf(template);

const stores = {
  postgres_url: postgres.url,
  redis_url: redis.upstashUrl,
  redis_token: redis.token,
};
const secrets = await startSecretsEndpoint({ 'netsweep/dev': JSON.stringify(stores) });

/** As an env.json for this machine would say. */
const changed: Record<string, string> = {
  NETSWEEP_POLICY: 'local',
  NETSWEEP_WINDOW: '4',
  NETSWEEP_NEON_ENDPOINT: postgres.neonEndpoint,
  AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url,
  AWS_ENDPOINT_URL_SSM: secrets.url,
};

const variablesOf = (name: FunctionName): Record<string, string> => {
  const declared: Record<string, unknown> = reader.function(name).Properties.Environment.Variables;
  // The service says itself where it is.
  const { AWS_ENDPOINT_URL_LAMBDA: _, ...rest } = Object.fromEntries(
    Object.entries(declared).map(([key, value]) => [key, changed[key] ?? reader.text(value)]),
  );
  return rest;
};

/** A function as the template describes it. Both keys of the metadata are what SAM goes by. */
const fromTemplate = (name: FunctionName): [string, LambdaFunction] => {
  const { Properties, Metadata } = reader.function(name);
  expect(Metadata['aws:asset:property']).toBe('Code');
  const spec = {
    bundleFolder: join(folder, 'out', Metadata['aws:asset:path']),
    memoryMb: Properties.MemorySize,
    timeoutSeconds: Properties.Timeout,
    environment: variablesOf(name),
    maxEnvironments: 4,
  };
  return [Properties.FunctionName, spec];
};

const lines: string[] = [];
const names = Object.keys(functions) as FunctionName[];
const service = await startLambdaService({
  functions: Object.fromEntries(names.map(fromTemplate)),
  log: (_, line) => lines.push(line),
});

afterAll(async () => {
  await service.stop();
  await secrets.stop();
  await rm(folder, { recursive: true });
});

const sampleOf = async (name: FunctionName) =>
  JSON.parse(await readFile(join(PROJECT_FOLDER, 'events', `${name}.json`), 'utf8'));

const invoke = async (name: FunctionName, more: object = {}) => {
  const event = { ...(await sampleOf(name)), ...more };
  const { kind, payload } = await service.invoke(`netsweep-dev-${name}`, event);
  return { kind, payload: JSON.parse(payload.toString()) };
};

test('env.example.json names variables that the template declares, and all of them', async () => {
  const example = JSON.parse(await readFile(join(PROJECT_FOLDER, 'env.example.json'), 'utf8'));
  const declared = names.flatMap((name) =>
    Object.keys(reader.function(name).Properties.Environment.Variables),
  );
  expect(Object.keys(example.Parameters).sort()).toEqual([...new Set(declared)].sort());
});

test('migrate brings the schema up to date', async () => {
  expect(await invoke('migrate')).toEqual({ kind: 'response', payload: { migrated: true } });
});

test('api refuses a token that it does not know, and creates the task for one that it does', async () => {
  expect((await invoke('api')).payload).toMatchObject({ statusCode: 401 });
  const [, token = ''] = (await sampleOf('api')).headers.authorization.split(' ');
  await invoke('migrate', { admin_token_sha256: createHash('sha256').update(token).digest('hex') });
  const { payload } = await invoke('api');
  expect(payload).toMatchObject({ statusCode: 201 });
  expect(JSON.parse(payload.body).tasks).toEqual([
    expect.objectContaining({ network: '127.0.0.0/30', label: 'sample' }),
  ]);
});

test('scanner probes the chunk that its event names, once', async () => {
  const { run_id: runId } = await sampleOf('scanner');
  await db.execute(`alter sequence netsweep_run_id_seq restart with ${runId}`);
  // Sixteen chunks of one address each.
  expect((await startedRun(db, '127.0.0.0/28', '1-1024')).runId).toBe(runId);
  const answer = await invoke('scanner');
  expect(answer).toEqual({ kind: 'response', payload: { outcome: 'done', hosts: 1 } });
  expect((await invoke('scanner')).payload).toEqual({ outcome: 'refused', hosts: 0 });
  expect((await runs.get(runId, admin))?.chunks).toMatchObject({ total: 16, done: 1 });
  expect(lines.filter((line) => line.includes('"_aws"')).map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({ service: 'scanner', Chunks: 1, Hosts: 1 }),
  ]);
});

test('fanout finds nothing queued; scheduler puts the rest on the list and rings it, and the run is done', async () => {
  expect(await invoke('fanout')).toEqual({ kind: 'response', payload: null });
  const { run_id: runId } = await sampleOf('scanner');
  expect((await runs.get(runId, admin))?.chunks.done).toBe(1);
  expect(await invoke('scheduler')).toEqual({ kind: 'response', payload: null });
  await service.drain();
  expect(await runs.get(runId, admin)).toMatchObject({ state: 'done', online: 16 });
});
