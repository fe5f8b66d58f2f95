import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { writeBundle } from '#infra/bundling.ts';
import { functions } from '#infra/functions.ts';
import { endOf, stop } from '#infra/local/child.ts';
import { spawnRuntime } from '#infra/local/lambda/spawn-runtime.ts';
import type { Measure } from './print-table.ts';

const ROUNDS = 20;
const WARM_UP = 2;
const GOALS = { api: '≤ 250', scanner: '≤ 200' } as const;

/** Enough for each function's schema; nothing is reached with it while starting. */
const ENVIRONMENT = {
  NETSWEEP_SECRET_ID: 'nobody asks for it',
  NETSWEEP_POLICY: 'lambda',
  NETSWEEP_FANOUT_FUNCTION: 'fanout',
  NETSWEEP_NOTIFIER_FUNCTION: 'notifier',
  NETSWEEP_IN_FLIGHT: '900',
};

/** A Runtime API that has no event for anybody: that a process asks is all that it is for. */
const startListener = async () => {
  const server = createServer();
  server.listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { server, host: `127.0.0.1:${port}` };
};

/** Milliseconds of processor that all threads of a process have had; Linux counts nanoseconds. */
const cpuMsOf = async (pid: number): Promise<number> => {
  const tasks = `/proc/${pid}/task`;
  const stats = (await readdir(tasks)).map((task) =>
    readFile(join(tasks, task, 'schedstat'), 'utf8'),
  );
  return (
    (await Promise.all(stats)).reduce((sum, text) => sum + Number(text.split(' ')[0]), 0) / 1e6
  );
};

type Start = { readonly wall: number; readonly cpu: number };

const startOnce = async (name: keyof typeof GOALS, bundleFolder: string): Promise<Start> => {
  const { server, host } = await startListener();
  const { memoryMb, timeoutSeconds } = functions[name];
  const spec = {
    bundleFolder,
    memoryMb,
    timeoutSeconds,
    environment: ENVIRONMENT,
    maxEnvironments: 1,
  };
  const asked = once(server, 'request');
  const startedAt = performance.now();
  const child = spawnRuntime({
    ...{ name, spec, host, runtimeApi: host },
    accessKeyId: 'none',
    // Lambda keeps none.
    compileCache: null,
    onLine: () => {},
  });
  const died = endOf(child).then(() => {
    throw new Error(`${name} ended before it asked for an event`);
  });
  const [request] = await Promise.race([asked, died]);
  const wall = performance.now() - startedAt;
  if (!String(request.url).endsWith('/next')) throw new Error(`${name} did not start`);
  const cpu = await cpuMsOf(child.pid ?? 0);
  await Promise.all([stop(child, { signal: 'SIGKILL' }), died.catch(() => {})]);
  server.closeAllConnections();
  server.close();
  return { wall, cpu };
};

/**
 * From the start of a process until it asks for its first event: Node, the runtime and the bundle, without any cache of compiled
 * code. Beside the time, the processor that it took: that says the same on a machine that others use too.
 */
export const coldStarts = async (outFolder: string): Promise<Measure[]> => {
  const measures: Measure[] = [];
  for (const name of ['api', 'scanner'] as const) {
    const { folder, codeBytes } = await writeBundle(functions[name], {
      outFolder: join(outFolder, name),
    });
    const starts: Start[] = [];
    for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
      const start = await startOnce(name, folder);
      if (round >= WARM_UP) starts.push(start);
    }
    const what = `cold start of ${name}, ${(codeBytes / 1e6).toFixed(2)} MB of code`;
    const goal = GOALS[name];
    measures.push(
      { what, unit: 'ms', goal, samples: starts.map(({ wall }) => wall) },
      { what: `${what}: CPU`, unit: 'ms', goal: '-', samples: starts.map(({ cpu }) => cpu) },
    );
  }
  return measures;
};
