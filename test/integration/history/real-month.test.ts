import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { changesIn } from '#shared/store/changes.ts';
import { setClock } from '#shared/store/clock.ts';
import { digestsIn } from '#shared/store/digests.ts';
import { runsIn } from '#shared/store/runs.ts';
import { scopesIn } from '#shared/store/scopes.ts';
import { startRunsIn } from '#shared/store/start-runs.ts';
import { type Chance, chanceFrom } from '#test/faults/rig/chance.ts';
import { HostBelief } from '#test/support/belief.ts';
import { usePipeline } from '#test/support/pipeline.ts';
import { admin, createTask } from '#test/support/run-fixtures.ts';

/** `npm run month` plays all of it: two runs a day, on a clock that is moved on. */
const RUNS = Number(process.env.MONTH_RUNS ?? 8);
const HALF_A_DAY = 43_200;
const HOSTS = 12;

const { db, fan, enqueue } = await usePipeline();
await scopesIn(db).setDeployment(['127.0.0.0/8']);

const servers = new Map<string, Server>();
const listen = async (host: string, port: number): Promise<number> => {
  const server = createServer((socket) => socket.destroy());
  server.listen({ host, port });
  await once(server, 'listening');
  const { port: given } = server.address() as AddressInfo;
  servers.set(`${host} ${given}`, server);
  return given;
};
const silence = async (place: string): Promise<void> => {
  const server = servers.get(place);
  servers.delete(place);
  if (server) await new Promise((done) => server.close(done));
};
afterAll(() => Promise.all([...servers.keys()].map(silence)));

// Of the loopback every address is up: what comes and goes is what listens there.
const addresses = Array.from({ length: HOSTS }, (_, i) => `127.77.5.${i + 1}`);
const ports: number[] = [];
for (let i = 0; i < 3; i += 1) ports.push(await listen(addresses[i] ?? '', 0));
const places = addresses.flatMap((ip) => ports.map((port) => ({ ip, port })));

/** What listens at a place goes, and every third time moves next door where that is free; where nothing does, something comes. */
const turn = async ({ ip, port }: (typeof places)[number], chance: Chance): Promise<void> => {
  const next = addresses[(addresses.indexOf(ip) + 1) % HOSTS] ?? '';
  if (!servers.has(`${ip} ${port}`)) {
    await listen(ip, port);
    return;
  }
  await silence(`${ip} ${port}`);
  if (chance.happens(1 / 3) && !servers.has(`${next} ${port}`)) await listen(next, port);
};

/** What the feed says, run by run. */
const feed = async (): Promise<string[]> => {
  const { changes } = await changesIn(db).list({ limit: 1000 }, admin);
  return [...Map.groupBy(changes, ({ runId }) => runId).values()].flatMap((ofRun) =>
    ofRun.map(({ kind, ip, port }) => `${kind} ${ip} ${port}`).sort(),
  );
};

test('a month of listeners that come, go, flap and move is told as it was', async () => {
  const chance = chanceFrom(7);
  const moods = new Map(
    places.map(({ ip, port }) => [`${ip} ${port}`, chance.pick([0.02, 0.1, 0.5])]),
  );
  const beliefs = new Map(addresses.map((ip) => [ip, new HostBelief(ports)]));
  const task = await createTask(db, '127.77.5.0/28', ports.join(','), {
    discovery: 'thorough',
    identify: false,
    rate: 100_000,
  });
  const truth: string[] = [];
  for (const run of Array(RUNS).keys()) {
    await setClock(db, run * HALF_A_DAY);
    const moody = places.filter(({ ip, port }) => chance.happens(moods.get(`${ip} ${port}`) ?? 0));
    for (const place of moody) await turn(place, chance);
    const told = addresses.flatMap((ip) => {
      const open = ports.filter((port) => servers.has(`${ip} ${port}`));
      return beliefs.get(ip)?.changes(ip, open) ?? [];
    });
    if (run > 0) truth.push(...told.sort());
    const [id = 0] = await startRunsIn(db)([task]);
    await enqueue({ id, key: task.key });
    await fan();
    expect(await runsIn(db).get(id, admin)).toMatchObject({ state: 'done', online: 16 });
    await digestsIn(db).digest(id);
  }
  expect(await feed()).toEqual(truth);
  expect(truth.length).toBeGreaterThan(RUNS);
}, 600_000);
