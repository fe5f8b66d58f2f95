import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { listenOn } from '#test/support/listeners.ts';
import { useTempFolder } from '#test/support/temp-folder.ts';
import { familyOf, netsweep, startCli, survivors } from './cli-process.ts';

const data = join(await useTempFolder(), 'data');
const listeners = await listenOn(Array.from({ length: 10 }, (_, at) => `127.0.11.${at % 5}`));
afterAll(() => listeners.close());

const numbers = new Set(listeners.at.map(({ port }) => port));
const ports = [...numbers].join(',');
const places = listeners.at.map(({ address, port }) => `${address}:${port}`).sort();
const endpoints = join(data, 'endpoints.json');

type Document = {
  runs: { state: string; task_id: number }[];
  hosts: { ip: string; ports: { port: number; state: string }[] }[];
};
const openPlaces = ({ hosts }: Document): string[] =>
  hosts
    .flatMap(({ ip, ports: found }) =>
      found.filter(({ state }) => state === 'open').map(({ port }) => `${ip}:${port}`),
    )
    .sort();

const isUp = () => existsSync(endpoints);
/** A stack or a command starts as fast as its machine lets it. */
const patient = { timeout: 120_000 };

/** Stories of one data folder, in their order: a stack is started four times, and each start costs seconds. */
describe('netsweep scan, from nothing', () => {
  it('takes everything with it when it is killed', async () => {
    const argv = ['scan', '127.0.14.0/30', '--tcp', '1-500', '--json', '--data', data];
    const scan = startCli(...argv);
    await expect.poll(scan.err, patient).toMatch(/is up after/);
    const family = await familyOf(scan.pid);
    scan.child.kill('SIGKILL');
    expect((await scan.ended).signal).toBe('SIGKILL');
    expect(await survivors(family)).toEqual([]);
  });

  it('finds ten listeners exactly, also after that, shares its stack with a second scan, and leaves nothing behind', async () => {
    const first = startCli('scan', '127.0.11.0/29', '--tcp', ports, '--json', '--data', data);
    const second = startCli('scan', '127.0.12.0/29', '--tcp', ports, '--json', '--data', data);
    await expect.poll(() => first.err() + second.err(), patient).toMatch(/is up after/);
    const families = (await Promise.all([first, second].map(({ pid }) => familyOf(pid)))).flat();
    const [one, other] = await Promise.all([first.ended, second.ended]);
    expect([one.status, other.status], one.err + other.err).toEqual([0, 0]);
    expect(openPlaces(JSON.parse(one.out))).toEqual(places);
    expect(openPlaces(JSON.parse(other.out))).toEqual([]);
    expect(await survivors(families)).toEqual([]);
    expect(isUp()).toBe(false);
  });

  it('cancels its run on SIGINT, prints what is known, exits with 130 and leaves nothing behind', async () => {
    const argv = ['scan', '127.0.13.0/26', '--tcp', '1-1000', '--json', '--data', data];
    const scan = startCli(...argv);
    await expect.poll(scan.err, patient).toMatch(/^127\.0\.13\.0\/26: task/m);
    const family = await familyOf(scan.pid);
    scan.child.kill('SIGINT');
    const { status, out, err } = await scan.ended;
    expect(status, err).toBe(130);
    expect(JSON.parse(out).runs).toMatchObject([{ state: 'cancelled' }]);
    expect(await survivors(family)).toEqual([]);
    expect(isUp()).toBe(false);
  });
});

describe('a stack that is kept running', () => {
  const scanned = ['scan', '127.0.11.0-127.0.11.4', '--tcp', ports, '--data', data];
  let family: number[] = [];
  let task = 0;
  const on = (...argv: string[]) => netsweep(...argv, '--data', data);

  it('is left by a scan, and used by the next one', async () => {
    const kept = await netsweep(...scanned, '--keep-running');
    expect([kept.status, kept.signal], kept.err).toEqual([0, null]);
    expect(kept.out).toMatch(/^HOST +PORT +STATE/);
    const closed = 5 * numbers.size - 10;
    expect(kept.out).toContain(`5 hosts up of 5 addresses; ports: 10 open, ${closed} closed`);
    const { pid } = JSON.parse(await readFile(endpoints, 'utf8'));
    family = await familyOf(pid);

    const again = await netsweep(...scanned, '--json');
    const { runs } = JSON.parse(again.out) as Document;
    expect([again.status, runs.map(({ state }) => state)]).toEqual([0, ['done', 'done']]);
    task = runs[0]?.task_id ?? 0;
    expect(kept.err).toContain(`task ${task}, run`);
  });

  it('is asked what there is to probe, and what was found', async () => {
    const [port] = numbers;
    const [tasks, hosts, filtered, map, refused] = await Promise.all([
      on('tasks'),
      on('hosts', String(task)),
      on('hosts', '--port', String(port), '--network', '127.0.11.0/29', '--csv'),
      on('map', '127.0.11.0/29'),
      on('scan', '10.11.0.0/24', '--tcp', '80'),
    ]);
    expect(tasks.out).toContain('127.0.11.0/30');
    expect(hosts.out).toContain('4 hosts up; ports: 8 open');
    expect(filtered.out).toContain(`"${port}","tcp","open"`);
    expect(map.out).toMatch(/^127\.0\.11\.0 \S{8}\n/);
    expect(map.out).toContain('8 up (5 with open ports), 0 missed, 0 no answer, 0 not checked');
    expect([refused.status, refused.out]).toEqual([2, '']);
    expect(refused.err).toMatch(/^error: 10\.11\.0\.0\/24: not wholly inside the scopes[^\n]*\n$/);
  });

  it('goes on with a run that somebody looked on and left, until who started it ends it', async () => {
    const scan = startCli('scan', '127.0.15.0/26', '--tcp', '1-1000', '--json', '--data', data);
    await expect.poll(scan.err, patient).toMatch(/, run \d+, 64 addresses/);
    const [, run = ''] = /, run (\d+),/.exec(scan.err()) ?? [];
    const watch = startCli('watch', run, '--json', '--data', data);
    await expect.poll(watch.err, patient).toContain(`run ${run} of task`);
    watch.child.kill('SIGINT');
    const left = await watch.ended;
    expect([left.status, left.err]).toEqual([130, expect.stringContaining(`run ${run} goes on`)]);
    expect(JSON.parse(left.out).runs).toMatchObject([{ id: Number(run) }]);
    scan.child.kill('SIGINT');
    const { status, out } = await scan.ended;
    expect([status, JSON.parse(out).runs[0].state]).toEqual([130, 'cancelled']);
  });

  it('is put down', async () => {
    expect((await on('down')).status).toBe(0);
    expect(await survivors(family)).toEqual([]);
    expect(isUp()).toBe(false);
  });
});
