import type { Endpoints } from '#infra/local/endpoints.ts';
import { parseCidr } from '#shared/domain/network.ts';
import { taskOptions } from '#shared/domain/task-options.ts';
import { openDatabase } from '#shared/store/database.ts';
import { planningIn } from '#shared/store/planning.ts';
import { slicesIn } from '#shared/store/slices.ts';
import { startRunsIn } from '#shared/store/start-runs.ts';
import { tasksIn } from '#shared/store/tasks.ts';
import type { Measure } from './print-table.ts';

const ROUNDS = 10;
const admin = { owner: 'admin', isAdmin: true };

const eightTask = (ports: string) => {
  const network = parseCidr('127.0.0.0/8');
  if (!network) throw new Error('no network');
  const key = `127.0.0.0/8&${ports}&`;
  const options = taskOptions.parse({});
  const rest = { schedule: null, label: null, udpPorts: '', options };
  return { owner: 'admin', key, network, tcpPorts: ports, ...rest };
};

/** Planning a run over a /8 (16.7 million addresses, 10 ports, 4,096 chunks), and taking its first slices. Nothing is probed. */
export const planning = async (endpoints: Endpoints): Promise<Measure[]> => {
  const db = openDatabase(endpoints.postgres, endpoints.neon);
  const [task] = await tasksIn(db).create([eightTask('1-10')], admin, new Date());
  if (!task) throw new Error('no task');
  const samples: { wall: number; cpu: number; rss: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const [startedAt, cpuBefore] = [performance.now(), process.cpuUsage()];
    const [runId = 0] = await startRunsIn(db)([task]);
    await slicesIn(db).nextSlices(runId, 1000);
    const { user, system } = process.cpuUsage(cpuBefore);
    const rss = process.memoryUsage.rss() / 2 ** 20;
    samples.push({ wall: performance.now() - startedAt, cpu: (user + system) / 1000, rss });
    await planningIn(db).cancel(runId, 'only planned');
  }
  const measure = (
    what: string,
    unit: string,
    goal: string,
    of: 'wall' | 'cpu' | 'rss',
  ): Measure => ({
    what,
    unit,
    goal,
    samples: samples.map((sample) => sample[of]),
  });
  return [
    measure('planning a run over a /8: wall, Postgres included', 'ms', '< 2000', 'wall'),
    measure('planning a run over a /8: CPU of the planning process', 'ms', '< 2000', 'cpu'),
    measure('planning a run over a /8: memory of the planning process', 'MiB', '< 150', 'rss'),
  ];
};
