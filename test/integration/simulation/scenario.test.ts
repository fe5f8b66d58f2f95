import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { outcome } from '#test/simulation/print-outcomes.ts';
import { usePostgres, useRedis } from '#test/support/stores.ts';

const program = fileURLToPath(new URL('../../simulation/scenario.ts', import.meta.url));
const postgres = await usePostgres();
const redis = await useRedis();

// Nothing is probed: network, Lambda and time are simulated.
test('a simulated run over a /16 ends with all of it done, whatever of its invocations is lost, doubled or throttled', async () => {
  const input = {
    ...{ postgres: postgres.url, neon: postgres.neonEndpoint },
    ...{ upstash: redis.upstashUrl, token: redis.token },
    ...{ network: '10.0.0.0/16', ports: '22,80,443', rate: 20_000 },
    ...{ scanners: 10, lost: 0.05, doubled: 0.05, seed: 7 },
  };
  const { stdout } = await promisify(execFile)(process.execPath, [program, JSON.stringify(input)]);
  const { run, beside } = outcome.parse(JSON.parse(stdout));
  expect(run).toMatchObject({ state: 'done', chunk_failed: 0, addresses_done: 65_536 });
  expect(run.chunk_done).toBe(run.chunk_total);
  expect(beside.probes).toBeGreaterThan(65_536);
});
