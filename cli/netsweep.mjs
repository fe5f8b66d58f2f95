#!/usr/bin/env node
// Starts the command line on the Node it is written for: the project's own, which `npm ci` brings.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import nodeModule from 'node:module';
import { constants, homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const OLDEST_MAJOR = 24;
const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const ownNode = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url));

/** The launcher of an older Node holds a channel to this process: when it is gone, so is who asked. */
const endWithLauncher = () => {
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel?.unref();
};

/** Half of a short command's time is reading the same TypeScript again; where the folder cannot be written to, it is. */
const rememberCode = () => {
  const { NETSWEEP_CACHE, XDG_CACHE_HOME = '' } = process.env;
  const home = isAbsolute(XDG_CACHE_HOME) ? XDG_CACHE_HOME : join(homedir(), '.cache');
  const cache = NETSWEEP_CACHE || join(home, 'netsweep');
  nodeModule.enableCompileCache(join(cache, 'compiled'));
};

const runHere = async () => {
  rememberCode();
  if (process.channel) endWithLauncher();
  const { main } = await import('./main.ts');
  await main();
};

/** Same arguments, same terminal; signals go on to it, and its end becomes ours. */
const runOnOwnNode = () => {
  const args = [fileURLToPath(import.meta.url), ...process.argv.slice(2)];
  const child = spawn(ownNode, args, { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  for (const signal of FORWARDED) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => fail(`cannot start ${ownNode}: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
};

const fail = (message) => {
  process.stderr.write(`error: ${message}\n`);
  process.exit(1);
};

if (Number.parseInt(process.versions.node, 10) >= OLDEST_MAJOR) await runHere();
else if (existsSync(ownNode)) runOnOwnNode();
else fail(`Node ${OLDEST_MAJOR} is not there: run "npm ci" in the project first`);
