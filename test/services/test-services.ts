import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { servers } from './servers.ts';

/**
 * `npm run test:services`: Debian's own servers, installed into an overlay in memory and started in a network without a
 * way out; identification must say of each what its package says. Root; nothing stays.
 */
const script = fileURLToPath(new URL('in-overlay.sh', import.meta.url));
const project = fileURLToPath(new URL('../../', import.meta.url)).replace(/\/$/, '');
const packages = [...new Set(servers.map((server) => server.package)), 'openssl', 'iproute2'];
const inside = [process.execPath, 'test/services/identify-servers.ts'];

const child = spawn('bash', [script, project, packages.join(' '), ...inside], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => child.kill('SIGTERM'));
const [code] = await once(child, 'exit');
process.exitCode = code ?? 1;
