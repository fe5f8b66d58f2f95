import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { isOutage } from '#shared/runtime/outage.ts';
import { patientFetch } from '#shared/store/patient-fetch.ts';
import { closedPort } from '#test/support/closed-port.ts';

type Act = (response: ServerResponse) => void;
let asked = 0;
/** What the server does with one request after the other; the last again and again. */
let acts: Act[] = [];
const server = createServer((request, response) => {
  asked += 1;
  const act = acts.length > 1 ? acts.shift() : acts[0];
  request.resume().on('end', () => act?.(response));
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/sql`;
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  asked = 0;
});

const says = (status: number, body: unknown) => (response: ServerResponse) => {
  response.writeHead(status).end(JSON.stringify(body));
};
const fine = says(200, { rows: [] });
const refuses = (code: string) => says(400, { message: 'FATAL', code });
const ask = async (timeoutMs = 5000, at = url) =>
  (await patientFetch(timeoutMs, 50)(at, { method: 'POST', body: '{}' })).text();

describe('a statement to a Postgres that takes no session yet', () => {
  it.each(['57P03', '53300'])('is asked again after %s', async (code) => {
    acts = [refuses(code), refuses(code), fine];
    expect(await ask()).toBe('{"rows":[]}');
    expect(asked).toBe(3);
  });

  it('is asked three times, and then the driver hears why', async () => {
    acts = [refuses('57P03')];
    expect(await ask()).toContain('57P03');
    expect(asked).toBe(3);
  });

  it('is asked again where nobody listens', async () => {
    const port = await closedPort();
    const late = createServer((_request, response) => fine(response));
    setTimeout(() => late.listen(port, '127.0.0.1'), 30);
    expect(await ask(5000, `http://127.0.0.1:${port}/sql`)).toBe('{"rows":[]}');
    late.closeAllConnections();
    late.close();
  });

  it('is an outage where nobody comes to listen', async () => {
    const at = `http://127.0.0.1:${await closedPort()}/sql`;
    await expect(ask(5000, at)).rejects.toSatisfy(isOutage);
  });
});

describe('a statement that was undone for another’s sake', () => {
  it.each(['40001', '40P01'])('is asked again after %s', async (code) => {
    acts = [refuses(code), refuses(code), refuses(code), refuses(code), fine];
    expect(await ask()).toBe('{"rows":[]}');
    expect(asked).toBe(5);
  });

  it('is asked five times, and then the driver hears why', async () => {
    acts = [refuses('40P01')];
    expect(await ask()).toContain('40P01');
    expect(asked).toBe(5);
  });
});

describe('a statement that may have been executed', () => {
  it.each<[string, Act]>([
    ['the connection broke', (response) => response.socket?.resetAndDestroy()],
    [
      'its reply was cut off',
      (response) => response.writeHead(200).write('{', () => response.destroy()),
    ],
  ])('is not asked again when %s', async (_what, act) => {
    acts = [act];
    await expect(ask()).rejects.toThrow();
    expect(asked).toBe(1);
  });

  it.each<[string, Act]>([
    ['its session was ended', refuses('57P01')],
    ['it is wrong', refuses('42601')],
    ['a gateway failed', says(502, 'bad gateway')],
    ['there are too many', says(429, 'later')],
  ])('is not asked again when %s', async (_what, act) => {
    acts = [act];
    await ask();
    expect(asked).toBe(1);
  });
});

describe('time', () => {
  it.each<[string, Act]>([
    ['nothing', () => {}],
    ['half an answer', (response) => response.writeHead(200).write('{')],
  ])('is up for a server that says %s', async (_what, act) => {
    acts = [act];
    await expect(ask(100)).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(asked).toBe(1);
  });

  it('is up for all tries together', async () => {
    acts = [refuses('57P03')];
    const startedAt = performance.now();
    await expect(ask(100)).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(performance.now() - startedAt).toBeLessThan(1000);
    expect(asked).toBeLessThan(3);
  });
});
