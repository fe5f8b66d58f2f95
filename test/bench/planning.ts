import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { BUNDLE_FILE, writeBundle } from '#infra/bundling.ts';
import type { Endpoints } from '#infra/local/endpoints.ts';
import type { Measure } from './print-table.ts';

const ROUNDS = 10;
const PROGRAM = { entry: 'test/bench/plan-a-run.ts' };
const cost = z.object({ wall: z.number(), cpu: z.number(), rss: z.number() });

/**
 * Planning a run over a /8 (16.7 million addresses, 4,096 chunks), each time in a process of its own, bundled as the
 * functions are. Nothing is probed.
 */
export const planning = async (
  { postgres, neon }: Endpoints,
  outFolder: string,
): Promise<Measure[]> => {
  const { folder } = await writeBundle(PROGRAM, { outFolder });
  const program = join(folder, BUNDLE_FILE);
  const costs: z.infer<typeof cost>[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const ports = `${round + 1}-${round + 10}`;
    const { stdout } = await promisify(execFile)(process.execPath, [
      program,
      postgres,
      neon,
      ports,
    ]);
    costs.push(cost.parse(JSON.parse(stdout)));
  }
  const measure = (
    what: string,
    unit: string,
    goal: string,
    of: keyof (typeof costs)[0],
  ): Measure => ({
    what: `planning a run over a /8: ${what}`,
    unit,
    goal,
    samples: costs.map((one) => one[of]),
  });
  return [
    measure('wall, Postgres included', 'ms', '< 2000', 'wall'),
    measure('CPU of the process', 'ms', '< 2000', 'cpu'),
    measure('its peak memory', 'MiB', '< 150', 'rss'),
  ];
};
