import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resetDataFolder } from '#infra/local/data-folder.ts';
import { startStack } from '#infra/local/stack.ts';
import { chunkOverhead } from './chunk-overhead.ts';
import { claims } from './claims.ts';
import { coldStarts } from './cold-start.ts';
import { commits } from './commits.ts';
import { firstProbe } from './first-probe.ts';
import { planning } from './planning.ts';
import { type Measure, printTable } from './print-table.ts';

/**
 * `npm run bench`: what the pipeline costs beside probing, on a one-machine stack of its own; `-- claims commits` measures
 * these alone. Loopback only.
 */
const only = process.argv.slice(2);

const data = await mkdtemp(join(tmpdir(), 'netsweep-bench-'));
const stack = await startStack({
  data,
  scopes: ['127.0.0.0/8'],
  policy: 'local',
  clockOffsetSeconds: 0,
  // One at a time, so that what lies between two commits is one chunk's.
  scanners: 1,
  log: () => {},
});
const parts: Readonly<Record<string, () => Promise<readonly Measure[]>>> = {
  'cold-start': () => coldStarts(join(data, 'cold-start')),
  'first-probe': async () => [await firstProbe(stack.endpoints)],
  'chunk-overhead': async () => [await chunkOverhead(stack.endpoints)],
  claims: async () => [await claims()],
  commits: () => commits(stack.endpoints),
  planning: () => planning(stack.endpoints, join(data, 'plan-a-run')),
};
try {
  const measures: Measure[] = [];
  for (const [name, measure] of Object.entries(parts))
    if (only.length === 0 || only.includes(name)) measures.push(...(await measure()));
  printTable(measures);
} finally {
  await stack.stop();
  await resetDataFolder(data);
  await rm(data, { recursive: true });
}
