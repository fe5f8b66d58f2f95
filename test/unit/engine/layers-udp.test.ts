import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isSelfConnection } from '#shared/engine/self-connection.ts';
import { sweepOn } from '#shared/engine/sweep.ts';
import { runSweep } from '#test/support/run-sweep.ts';
import { socketLayers } from '#test/support/socket-layers.ts';
import { listenUdp } from '#test/support/udp-listener.ts';

const CORNER = '127.77.2';
const layers = [...socketLayers];

describe.each(layers)('UDP through %s', (_, layer) => {
  const sweep = sweepOn(layer());

  it('tells a reply, a refusal and silence apart', async () => {
    const echo = await listenUdp(`${CORNER}.1`, (message) => message);
    const silent = await listenUdp(`${CORNER}.1`, () => null);
    onTestFinished(async () => void (await Promise.all([echo.close(), silent.close()])));
    const { hosts } = await runSweep(sweep, {
      network: `${CORNER}.0/30`,
      udp: [echo.port, silent.port].toSorted((a, b) => a - b).join(','),
      keep: 'all',
      patienceMs: 150,
    });
    const observed = hosts.map(({ address, observations }) => [
      address,
      Object.fromEntries(observations.map(({ port, state, reason }) => [port, [state, reason]])),
    ]);
    const closed = ['closed', 'port-unreach'];
    const nobody = { [echo.port]: closed, [silent.port]: closed };
    expect(observed).toEqual([
      [`${CORNER}.0`, nobody],
      [
        `${CORNER}.1`,
        {
          [echo.port]: ['open', 'udp-response'],
          [silent.port]: ['open|filtered', 'no-response'],
        },
      ],
      [`${CORNER}.2`, nobody],
      [`${CORNER}.3`, nobody],
    ]);
  });

  it('does not call a host up for UDP silence', async () => {
    const silent = await listenUdp(`${CORNER}.5`, () => null);
    onTestFinished(silent.close);
    const { hosts, summary } = await runSweep(sweep, {
      network: `${CORNER}.5/32`,
      udp: `${silent.port}`,
      patienceMs: 100,
    });
    expect(hosts).toEqual([]);
    expect(summary).toMatchObject({ outcome: 'complete', up: 0, probes: 2 });
  });

  it('sends one datagram a try', async () => {
    const heard: number[] = [];
    const silent = await listenUdp(`${CORNER}.6`, (message) => {
      heard.push(message.length);
      return null;
    });
    onTestFinished(silent.close);
    await runSweep(sweep, {
      network: `${CORNER}.6/32`,
      udp: `${silent.port}`,
      patienceMs: 100,
    });
    expect(heard).toEqual([0, 0]);
  });

  it('knows a socket that is connected to itself', async () => {
    const socket = createSocket('udp4');
    onTestFinished(() => void socket.close());
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    socket.connect(socket.address().port, '127.0.0.1');
    await once(socket, 'connect');
    expect(isSelfConnection(socket.address(), socket.remoteAddress())).toBe(true);
  });
});
