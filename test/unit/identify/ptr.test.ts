import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ptrBy } from '#shared/identify/sources/ptr.ts';
import { serveDns } from '#test/support/dns-server.ts';
import { questionOf } from '#test/support/host-question.ts';

type Server = Awaited<ReturnType<typeof serveDns>>;

const pointers = (name: string, ...targets: string[]) => ({
  [`${name} PTR`]: targets.map((data) => ({ type: 'PTR' as const, name, data })),
});
const address = (name: string, type: 'A' | 'AAAA', data: string) => ({
  [`${name} ${type}`]: [{ type, name, data }],
});
const SIX = '1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.d.f.ip6.arpa';

let server: Server;
let deaf: Server;

describe('names from the DNS', () => {
  beforeAll(async () => {
    server = await serveDns({
      ...pointers('4.3.2.10.in-addr.arpa', 'gate.example.net'),
      ...address('gate.example.net', 'A', '10.2.3.4'),
      ...pointers('5.3.2.10.in-addr.arpa', 'gone.example.net', 'moved.example.net'),
      ...address('moved.example.net', 'A', '10.9.9.9'),
      ...pointers(SIX, 'six.example.net'),
      ...address('six.example.net', 'AAAA', 'fd00::1'),
    });
    deaf = await serveDns({}, { isDeaf: true });
  });
  afterAll(async () => {
    await server.close();
    await deaf.close();
  });

  it('are taken at their word where they lead back to the address', async () => {
    const ptr = ptrBy({ servers: [server.at] });
    expect(await ptr.ask(questionOf('10.2.3.4'))).toEqual({
      names: [{ name: 'gate.example.net', source: 'ptr' }],
    });
    expect(await ptr.ask(questionOf('fd00::1'))).toEqual({
      names: [{ name: 'six.example.net', source: 'ptr' }],
    });
  });

  it('are kept apart where they lead elsewhere, or nowhere', async () => {
    expect(await ptrBy({ servers: [server.at] }).ask(questionOf('10.2.3.5'))).toEqual({
      names: [
        { name: 'gone.example.net', source: 'ptr-only' },
        { name: 'moved.example.net', source: 'ptr-only' },
      ],
    });
  });

  it('are asked for once in a while, also where there are none', async () => {
    const ptr = ptrBy({ servers: [server.at] });
    server.asked.length = 0;
    const asks = [1, 2, 3].map(() => ptr.ask(questionOf('10.2.3.9')));
    expect(await Promise.all(asks)).toEqual([{ names: [] }, { names: [] }, { names: [] }]);
    await ptr.ask(questionOf('10.2.3.9'));
    expect(server.asked).toEqual(['9.3.2.10.in-addr.arpa PTR']);
  });

  it('are not asked for faster than they may be', async () => {
    const ptr = ptrBy({ servers: [server.at], perSecond: 50 });
    const startedAt = performance.now();
    await Promise.all(Array.from({ length: 11 }, (_, i) => ptr.ask(questionOf(`10.4.0.${i}`))));
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(195);
  });

  it('are not asked for of this machine itself', () => {
    const ptr = ptrBy({ servers: [server.at] });
    expect(ptr.applies(questionOf('127.0.0.9'))).toBe(false);
    expect(ptr.applies(questionOf('::1'))).toBe(false);
    expect(ptr.applies(questionOf('10.2.3.4'))).toBe(true);
  });

  it('cost a resolver that goes nowhere a few questions, and the rest of the hosts nothing', async () => {
    const ptr = ptrBy({ servers: [deaf.at] });
    // Longer than a host's two seconds, which the resolver's own patience nearly uses up.
    const signal = AbortSignal.timeout(10_000);
    const ask = (host: number) => ptr.ask({ ...questionOf(`10.2.4.${host}`), signal });
    expect(await Promise.all([1, 2, 3, 4, 5].map(ask))).toEqual(Array(5).fill({ names: [] }));
    const asked = deaf.asked.length;
    const startedAt = performance.now();
    await Promise.all([6, 7, 8].map(ask));
    expect(deaf.asked.length).toBe(asked);
    expect(performance.now() - startedAt).toBeLessThan(500);
  });
});
