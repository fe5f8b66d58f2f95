import { expect, test } from 'vitest';
import { endOf, spawnChild, stop } from '#infra/local/child.ts';
import { startServer } from '#infra/local/start-server.ts';

const env = { PATH: '/usr/bin:/bin' };

/** A server that is played by a shell: one script an attempt, the last one again and again. */
const playing = (...scripts: string[]) => {
  const ports: number[] = [];
  const server = {
    name: 'The server',
    ready: /^ready/,
    passing: /in use/,
    log: () => {},
    launch: (port: number, onOutput: (line: string) => void) => {
      ports.push(port);
      const script = scripts[Math.min(ports.length, scripts.length) - 1] ?? '';
      return spawnChild({ command: 'sh', args: ['-c', script], env, onOutput });
    },
  };
  return { server, ports };
};

test('a port that was taken in the meantime costs another try on another port', async () => {
  const { server, ports } = playing('echo port in use; exit 1', 'echo ready; sleep 100');
  const { child, port } = await startServer(server);
  expect(ports).toHaveLength(2);
  expect(port).toBe(ports[1]);
  expect(child.exitCode).toBeNull();
  await stop(child);
});

test('any other failure is told at once, with its last words', async () => {
  const { server, ports } = playing('echo cannot read my data; exit 1');
  await expect(startServer(server)).rejects.toThrow(
    'The server did not start: cannot read my data',
  );
  expect(ports).toHaveLength(1);
});

test('a server that never comes up is given up after ten tries, and none is left', async () => {
  const { server, ports } = playing('echo in use; exit 1');
  await expect(startServer(server)).rejects.toThrow('The server did not start: in use');
  expect(ports).toHaveLength(10);
});

test('a command that is not there is a failure with a reason', async () => {
  const { server } = playing();
  const launch = (_: number, onOutput: (line: string) => void) =>
    spawnChild({ command: 'no-such-server', env, onOutput });
  await expect(startServer({ ...server, launch })).rejects.toThrow(/no-such-server.*not found/);
});

test('its output goes on to the log after the start', async () => {
  const lines: string[] = [];
  const { server } = playing('echo before; echo ready; echo after; exit 0');
  const { child } = await startServer({ ...server, log: (line) => lines.push(line) });
  await endOf(child);
  await expect.poll(() => lines).toEqual(['before', 'ready', 'after']);
});
