import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeBundle } from '#infra/bundling.ts';
import { functions } from '#infra/functions.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'netsweep-weight-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Unzipped JavaScript, and what of it may come; a cold start reads all of it. */
it.each([
  ['api', 1_000_000],
  ['scanner', 2_500_000],
] as const)('%s has at most %d bytes of code', async (name, most) => {
  const { entry, workers = [] } = functions[name];
  const { codeBytes } = await writeBundle({ entry, workers }, { outFolder: join(folder, name) });
  expect(codeBytes).toBeGreaterThan(100_000);
  expect(codeBytes).toBeLessThanOrEqual(most);
});
