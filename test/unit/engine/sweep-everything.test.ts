import { describe, expect, it } from 'vitest';
import { sweepOn } from '#shared/engine/sweep.ts';
import { runSweep } from '#test/support/run-sweep.ts';
import { type SimulatedHost, SimulatedNetwork } from '#test/support/simulated-network.ts';

const openWhere = (isOpen: (port: number) => boolean): SimulatedHost => ({
  rttMs: 1,
  answer: (protocol, port) => (protocol === 'tcp' && isOpen(port) ? 'open' : 'closed'),
});
const tarpit = openWhere(() => true);
const server = openWhere((port) => port === 22);
const sweep = (
  hosts: (host: number) => SimulatedHost | null,
  request: { network: string; tcp: string; udp?: string; exclude?: string[] },
) => runSweep(sweepOn(new SimulatedNetwork({ hosts })), request);

describe('a host that answers everything', () => {
  it('is one finding with its evidence from 32 ports on, its UDP ports beside it', async () => {
    const { hosts } = await sweep(() => tarpit, {
      network: '10.0.0.9/32',
      tcp: '1-100',
      udp: '53',
    });
    expect(hosts).toEqual([
      {
        address: '10.0.0.9',
        observations: [],
        counts: { closed: 1, filtered: 0, openFiltered: 0 },
        answersEverything: {
          network: '10.0.0.9/32',
          addresses: 1,
          asked: 100,
          open: 100,
          samplePorts: [1, 2, 3, 4, 5, 6, 7, 8],
        },
      },
    ]);
  });

  it('may leave a few ports out', async () => {
    const found = async (open: number) =>
      (
        await sweep(() => openWhere((port) => port <= open), {
          network: '10.0.0.9/32',
          tcp: '1-100',
        })
      ).hosts[0];
    expect((await found(91))?.answersEverything).toMatchObject({ asked: 100, open: 91 });
    expect((await found(90))?.answersEverything).toBeUndefined();
    expect((await found(90))?.observations.length).toBe(90);
  });

  it('is listed port by port where fewer were asked', async () => {
    const { hosts } = await sweep(() => tarpit, { network: '10.0.0.9/32', tcp: '1-31' });
    expect(hosts[0]?.observations.length).toBe(31);
    expect(hosts[0]?.answersEverything).toBeUndefined();
  });
});

describe('a neighbourhood that answers everything', () => {
  it('is one finding at its first address, and one host of the summary', async () => {
    const hosts = (host: number) => (host < 256 ? tarpit : host % 50 === 0 ? server : null);
    const { hosts: found, summary } = await sweep(hosts, { network: '10.0.0.0/23', tcp: '22-26' });
    expect(found[0]).toEqual({
      address: '10.0.0.0',
      observations: [],
      counts: { closed: 0, filtered: 0, openFiltered: 0 },
      answersEverything: {
        network: '10.0.0.0/24',
        addresses: 256,
        asked: 1280,
        open: 1280,
        samplePorts: [22, 23, 24, 25, 26],
      },
    });
    expect(found.slice(1).map(({ address }) => address)).toEqual([
      '10.0.1.44',
      '10.0.1.94',
      '10.0.1.144',
      '10.0.1.194',
      '10.0.1.244',
    ]);
    expect(summary.up).toBe(found.length);
  });

  it('may have a few addresses that differ, which are reported beside it', async () => {
    const { hosts, summary } = await sweep((host) => (host < 20 ? server : tarpit), {
      network: '10.0.0.0/24',
      tcp: '22-25',
    });
    expect(hosts.length).toBe(21);
    expect(hosts.at(-1)).toMatchObject({
      address: '10.0.0.20',
      answersEverything: { network: '10.0.0.0/24', addresses: 236, asked: 944, open: 944 },
    });
    expect(summary.up).toBe(21);
  });

  it('is no finding where a tenth differs, where few addresses are asked, or few ports', async () => {
    const most = await sweep((host) => (host < 26 ? null : tarpit), {
      network: '10.0.0.0/24',
      tcp: '22-25',
    });
    expect(most.hosts.length).toBe(230);
    expect((await sweep(() => tarpit, { network: '10.0.0.0/28', tcp: '22-25' })).hosts.length).toBe(
      16,
    );
    expect((await sweep(() => tarpit, { network: '10.0.0.0/24', tcp: '22-24' })).hosts.length).toBe(
      256,
    );
  });

  it('is judged by the addresses that are asked, and named by the slice where that is smaller', async () => {
    const { hosts } = await sweep(() => tarpit, {
      network: '10.0.0.64/26',
      tcp: '22-25',
      exclude: ['10.0.0.64/28'],
    });
    expect(hosts).toMatchObject([
      { address: '10.0.0.80', answersEverything: { network: '10.0.0.64/26', addresses: 48 } },
    ]);
  });
});
