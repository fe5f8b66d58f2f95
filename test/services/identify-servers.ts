import { readFileSync } from 'node:fs';
import { runCommand } from '#infra/local/run-command.ts';
import { IDENTIFICATION, record } from '#test/bench/engine/results.ts';
import { mistakes, type Truth, upstreamVersion } from './judge.ts';
import { learnt, type Started, start } from './running-server.ts';
import { servers } from './servers.ts';

/** Runs inside in-overlay.sh: starts every server, looks behind its port, and holds it against its package. */
const AT_LEAST = 12;

const versionOf = async (name: string): Promise<string> => {
  const said = await runCommand({ command: 'dpkg', args: ['-s', name], env: { ...process.env } });
  return /^Version: (.*)$/m.exec(said)?.[1] ?? '';
};

const truthOf = async (server: Started): Promise<Truth> => ({
  debian: await versionOf(server.package),
  fingerprint: server.fingerprint && (await server.sh(server.fingerprint)).trim(),
});

const check = async (server: Started) => {
  const truth = await truthOf(server);
  const found = await learnt(server);
  const [port] = found.observations;
  const wrong = mistakes(server, truth, found);
  const end = wrong.length > 0 ? readFileSync(server.log, 'utf8').slice(-500) : '';
  if (wrong.length > 0) console.error(`${server.package}: ${JSON.stringify(found)}\n${end}`);
  return {
    what: `${server.package}, ${server.port}/${server.protocol}`,
    goal: [server.expects?.product, server.versionTold && upstreamVersion(truth.debian)]
      .concat([
        server.host?.hostname ?? undefined,
        server.host?.workgroup ?? undefined,
        server.host?.description ?? undefined,
      ])
      .filter(Boolean)
      .join(', '),
    measured: wrong.length > 0 ? wrong.join('; ') : 'right',
    isRight: wrong.length === 0,
    told: port?.product !== undefined && server.versionTold === true,
  };
};

const started: Started[] = [];
for (const [no, server] of servers.entries()) started.push(await start(server, no));
// One by one: while databases start, a machine of two cores keeps nobody's 2 s.
const checked: Awaited<ReturnType<typeof check>>[] = [];
for (const server of started) checked.push(await check(server));
const right = checked.filter(({ isRight }) => isRight).length;
const versions = checked.filter(({ isRight, told }) => isRight && told).length;
const sum = {
  what: 'servers that are right; and with a version that is right',
  goal: `all; ≥ ${AT_LEAST}`,
  measured: `${right} of ${checked.length}; ${versions}`,
};
record('services', [...checked, sum], true, IDENTIFICATION);
// The servers end with us, the first process of their namespace.
process.exit(right === checked.length && versions >= AT_LEAST ? 0 : 1);
