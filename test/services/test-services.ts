import { fileURLToPath } from 'node:url';
import { endOf, spawnChild } from '#infra/local/child.ts';
import { servers } from './servers.ts';

/**
 * `npm run test:services`: Debian's own servers, installed into an overlay in memory and started in a network without a
 * way out; identification must say of each what its package says. Root; nothing stays.
 */
const script = fileURLToPath(new URL('in-overlay.sh', import.meta.url));
const project = fileURLToPath(new URL('../../', import.meta.url)).replace(/\/$/, '');
const packages = [...new Set(servers.map((server) => server.package)), 'openssl', 'iproute2'];
const inside = [process.execPath, 'test/services/identify-servers.ts'];

const child = spawnChild({
  command: 'bash',
  args: [script, project, packages.join(' '), ...inside],
  env: { ...process.env },
  stdio: 'inherit',
});
// What it runs is the first process of a namespace, and deaf to anything milder.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => child.kill('SIGKILL'));
process.exitCode = (await endOf(child)).code ?? 1;
