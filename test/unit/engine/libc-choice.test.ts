import { describe, expect, it } from 'vitest';
import { chooseLayer } from '#shared/engine/choose-layer.ts';
import { chooseLibcLayer } from '#shared/engine/choose-libc-layer.ts';
import { type Libc, loadLibc } from '#shared/engine/libc.ts';
import { ERRNO } from '#shared/engine/libc-names.ts';
import { sweepOn } from '#shared/engine/sweep.ts';
import { openSockets } from '#test/support/open-sockets.ts';
import { runSweep } from '#test/support/run-sweep.ts';

/** A kernel whose sockets can be connected once. */
const withoutRecycling = (): Libc => {
  const libc = loadLibc();
  const used = new Set<number>();
  let failed = false;
  return {
    ...libc,
    connect: (fd, at, length) => {
      failed = used.has(fd);
      used.add(fd);
      return failed ? -1 : libc.connect(fd, at, length);
    },
    close: (fd) => {
      used.delete(fd);
      return libc.close(fd);
    },
    errno: () => (failed ? ERRNO.EINVAL : libc.errno()),
  };
};

describe('choice of sockets', () => {
  it('takes recycled sockets where they work', async () => {
    const before = openSockets();
    expect(await chooseLibcLayer()).toMatchObject({ name: 'recycled', troubles: [] });
    expect(openSockets()).toBe(before);
  });

  it('takes a socket a probe where they cannot be used again, and finds the same', async () => {
    const { name, troubles, layer } = await chooseLibcLayer(withoutRecycling());
    expect(name).toBe('single-use');
    expect(troubles).toEqual([expect.stringMatching(/^recycled: /)]);
    const { hosts } = await runSweep(sweepOn(layer), { network: '127.77.8.0/31', tcp: '1-40' });
    expect(hosts.map(({ counts }) => counts.closed)).toEqual([40, 40]);
  });

  it.each<[string, Partial<Libc>]>([
    ['there is no epoll', { epollCreate: () => -1 }],
    ['nothing can be registered', { epollControl: () => -1 }],
    ['nothing is ever ready', { epollWait: () => 0 }],
    ['every connect is said to be refused', { connect: () => -1, errno: () => ERRNO.ECONNREFUSED }],
  ])('goes through Node where %s', async (_, failing) => {
    const before = openSockets();
    const broken = () => chooseLibcLayer({ ...loadLibc(), ...failing });
    const { sockets, troubles, layer } = await chooseLayer(broken);
    expect(sockets).toBe('node');
    expect(troubles.join()).toMatch(/recycled: .*; single-use: /);
    expect(openSockets()).toBe(before);
    const { hosts } = await runSweep(sweepOn(layer), { network: '127.77.8.2/32', tcp: '1' });
    expect(hosts).toHaveLength(1);
  });

  it('goes through Node where the native part is missing', async () => {
    const { sockets, layer } = await chooseLayer(() =>
      Promise.reject(new Error('Cannot find the native module')),
    );
    expect(sockets).toBe('node');
    const { hosts } = await runSweep(sweepOn(layer), {
      network: '127.77.8.4/31',
      tcp: '1',
    });
    expect(hosts.map(({ address }) => address)).toEqual(['127.77.8.4', '127.77.8.5']);
  });
});
