import { spawn } from 'node:child_process';
import { mkdirSync, openSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { runCommand } from '#infra/local/run-command.ts';
import type { HostFindings } from '#shared/domain/observation.ts';
import { identifyingWith } from '#shared/identify/identify-hosts.ts';
import { hostSources, portSources } from '#shared/identify/sources.ts';
import type { DebianServer } from './server.ts';

export type Started = DebianServer & {
  readonly address: string;
  /** Its whole output. */
  readonly log: string;
  /** Runs a shell command with the server's variables. */
  readonly sh: (command: string) => Promise<string>;
};

const READY_MS = 30_000;
const identify = identifyingWith({ portSources, hostSources });

/** Starts a server at an address of its own, in a folder of its own. It ends with the namespace that it runs in. */
export const start = async (server: DebianServer, no: number): Promise<Started> => {
  const folder = `/tmp/netsweep-services/${server.package}`;
  const address = server.address ?? `127.0.1.${no + 1}`;
  const env = { ...process.env, LC_ALL: 'C', ADDRESS: address, FOLDER: folder };
  mkdirSync(folder, { recursive: true, mode: 0o777 });
  const filled = (server.conf ?? '').replaceAll('$ADDRESS', address).replaceAll('$FOLDER', folder);
  writeFileSync(`${folder}/conf`, `${filled}\n`);
  const sh = (command: string) => runCommand({ command: 'sh', args: ['-c', command], env });
  if (server.before) await sh(server.before);
  const log = `${folder}/output`;
  const output = openSync(log, 'w');
  spawn('sh', ['-c', `exec ${server.command}`], { env, stdio: ['ignore', output, output] });
  return { ...server, address, log, sh };
};

const findings = ({ address, protocol, port }: Started): HostFindings => ({
  address,
  observations: [{ protocol, port, state: 'open', reason: 'syn-ack', rttMs: 0, attempts: 1 }],
  counts: { closed: 0, filtered: 0, openFiltered: 0 },
});

const look = async (server: Started): Promise<HostFindings> => {
  const limits = { snmp: true, fragile: false, atOnce: 1, rate: 1000, ratePerHost: null };
  const times = { perHostMs: 10_000, deadlineAt: Date.now() + 10_000 };
  const signal = new AbortController().signal;
  for await (const host of identify([findings(server)], { ...limits, ...times }, signal)) {
    return host;
  }
  throw new Error('a host went missing');
};

/** Still starting: the port says nothing yet, or the host where there is nothing to hear at the port. */
const isSilent = ({ expects }: Started, { observations, identity }: HostFindings): boolean =>
  expects
    ? observations.every(({ product, banner }) => !product && !banner)
    : !identity?.names.length;

/** What identification says of a server once that says anything at all. */
export const learnt = async (server: Started): Promise<HostFindings> => {
  const until = Date.now() + READY_MS;
  let found = await look(server);
  while (isSilent(server, found) && Date.now() < until) {
    await sleep(500);
    found = await look(server);
  }
  return found;
};
