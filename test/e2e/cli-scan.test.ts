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

describe('netsweep scan, from nothing', () => {
  it('finds ten listeners exactly, shares its stack with a second scan, and leaves nothing behind', async () => {
    const first = startCli('scan', '127.0.11.0/29', '--tcp', ports, '--json', '--data', data);
    const second = startCli('scan', '127.0.12.0/29', '--tcp', ports, '--json', '--data', data);
    await expect.poll(() => existsSync(endpoints), { timeout: 120_000 }).toBe(true);
    const families = (await Promise.all([first, second].map(({ pid }) => familyOf(pid)))).flat();
    const [one, other] = await Promise.all([first.ended, second.ended]);
    expect([one.status, other.status], one.err + other.err).toEqual([0, 0]);
    expect(openPlaces(JSON.parse(one.out))).toEqual(places);
    expect(openPlaces(JSON.parse(other.out))).toEqual([]);
    expect(await survivors(families)).toEqual([]);
    expect(existsSync(endpoints)).toBe(false);
  });

  it('keeps a stack running that later commands use, until it is put down', async () => {
    const argv = ['scan', '127.0.11.0-127.0.11.4', '--tcp', ports, '--data', data];
    const kept = await netsweep(...argv, '--keep-running');
    expect([kept.status, kept.signal], kept.err).toEqual([0, null]);
    expect(kept.out).toMatch(/^HOST +PORT +STATE/);
    const closed = 5 * numbers.size - 10;
    expect(kept.out).toContain(`5 hosts up of 5 addresses; ports: 10 open, ${closed} closed`);
    const { pid } = JSON.parse(await readFile(endpoints, 'utf8'));
    const family = await familyOf(pid);

    const again = await netsweep(...argv, '--json');
    const { runs } = JSON.parse(again.out) as Document;
    expect([again.status, runs.map(({ state }) => state)]).toEqual([0, ['done', 'done']]);
    expect(kept.err).toContain(`task ${runs[0]?.task_id}, run`);
    expect((await netsweep('tasks', '--data', data)).out).toContain('127.0.11.0/30');
    const hosts = await netsweep('hosts', String(runs[0]?.task_id), '--data', data);
    expect(hosts.out).toContain('4 hosts up; ports: 8 open');

    const refused = await netsweep('scan', '10.11.0.0/24', '--tcp', '80', '--data', data);
    expect([refused.status, refused.out]).toEqual([2, '']);
    expect(refused.err).toMatch(/^error: 10\.11\.0\.0\/24: not wholly inside the scopes[^\n]*\n$/);

    expect((await netsweep('down', '--data', data)).status).toBe(0);
    expect(await survivors(family)).toEqual([]);
    expect(existsSync(endpoints)).toBe(false);
  });

  it('cancels its run on SIGINT, prints what is known, exits with 130 and leaves nothing behind', async () => {
    const argv = ['scan', '127.0.13.0/24', '--tcp', '1-2000', '--json', '--data', data];
    const scan = startCli(...argv);
    await expect.poll(scan.err, { timeout: 120_000 }).toMatch(/^127\.0\.13\.0\/24: task/m);
    const family = await familyOf(scan.pid);
    scan.child.kill('SIGINT');
    const { status, out, err } = await scan.ended;
    expect(status, err).toBe(130);
    expect(JSON.parse(out).runs).toMatchObject([{ state: 'cancelled' }]);
    expect(await survivors(family)).toEqual([]);
    expect(existsSync(endpoints)).toBe(false);
  });

  it('takes everything with it when it is killed, and is no hindrance to the next one', async () => {
    const argv = ['scan', '127.0.14.0/30', '--tcp', '1-500', '--json', '--data', data];
    const scan = startCli(...argv);
    await expect.poll(scan.err, { timeout: 120_000 }).toMatch(/is up after/);
    const family = await familyOf(scan.pid);
    scan.child.kill('SIGKILL');
    expect((await scan.ended).signal).toBe('SIGKILL');
    expect(await survivors(family)).toEqual([]);
    const next = await netsweep('scan', '127.0.14.128/30', '--tcp', '80', '--json', '--data', data);
    expect(next.status, next.err).toBe(0);
  });
});
