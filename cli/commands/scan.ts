import type { Client } from '#cli/client.ts';
import { EXIT, type ExitStatus } from '#cli/exit-status.ts';
import { type ReachFlags, reachOrStart } from '#cli/reach.ts';
import { endRuns } from '#cli/scan/end-runs.ts';
import { lookOn } from '#cli/scan/look-on.ts';
import { readNetworks } from '#cli/scan/read-networks.ts';
import { reportJson, reportText } from '#cli/scan/report.ts';
import {
  DEFAULT_TCP_PORTS,
  type ScanFlags,
  type ScanRequest,
  scanRequestOf,
} from '#cli/scan/scan-request.ts';
import { type ScannedRun, startRuns } from '#cli/scan/start-runs.ts';
import { tasksFor } from '#cli/scan/tasks-for.ts';
import { verdictOf } from '#cli/scan/verdict.ts';
import { type Shell, say } from '#cli/shell.ts';
import { countOf } from '#cli/view/format.ts';
import type { Run, Task } from '#client/api.d.ts';

export type Flags = ReachFlags &
  ScanFlags & {
    readonly file?: string;
    readonly json?: boolean;
    readonly keepRunning?: boolean;
    readonly verbose?: boolean;
  };

const MAX_NAMED = 10;

const sayWhatRuns = async (
  tasks: readonly Task[],
  scanned: readonly ScannedRun[],
  shell: Shell,
): Promise<void> => {
  for (const { run, isOurs } of scanned.slice(0, MAX_NAMED)) {
    const network = tasks.find(({ id }) => id === run.task_id)?.network ?? '';
    const size = `${countOf(run.addresses, 'address', 'addresses')}, ${countOf(run.probes, 'probe')}`;
    const live = isOurs ? '' : ' (live already)';
    await say(shell, `${network}: task ${run.task_id}, run ${run.id}, ${size}${live}`);
  }
  const more = scanned.length - MAX_NAMED;
  if (more > 0) await say(shell, `and ${countOf(more, 'more run', 'more runs')}`);
};

/** Follows the runs to their end, or to an interruption; either that or a failure ends those that are ours. */
const watch = async (
  client: Client,
  tasks: readonly Task[],
  scanned: readonly ScannedRun[],
  shell: Shell,
): Promise<Run[]> => {
  const started = scanned.map(({ run }) => run);
  const runs = await lookOn(client, { tasks, runs: started }, shell).catch(async (error) => {
    await endRuns(client, scanned, started);
    throw error;
  });
  if (!shell.interrupted.aborted) return runs;
  await say(shell, 'stopping: cancelling what this scan started (Ctrl-C again: at once)');
  return endRuns(client, scanned, runs);
};

const statusOf = (runs: readonly Run[], { interrupted }: Shell): ExitStatus => {
  if (interrupted.aborted) return EXIT.interrupted;
  return runs.every(({ state }) => state === 'done') ? EXIT.done : EXIT.failed;
};

const scanOn = async (
  client: Client,
  request: ScanRequest,
  { json }: Flags,
  shell: Shell,
): Promise<ExitStatus> => {
  const tasks = await tasksFor(client, request);
  shell.interrupted.throwIfAborted();
  const startedMs = performance.now();
  const scanned = await startRuns(
    client,
    tasks.map(({ id }) => id),
  );
  await sayWhatRuns(tasks, scanned, shell);
  const runs = await watch(client, tasks, scanned, shell);
  const seconds = (performance.now() - startedMs) / 1000;
  if (json) await reportJson(shell.out, client, runs);
  else await reportText(shell.out, client, { runs, seconds });
  for (const run of runs) {
    const verdict = verdictOf(run);
    if (verdict !== null) await say(shell, verdict);
  }
  return statusOf(runs, shell);
};

/** `netsweep scan`: makes or reuses the tasks, starts their runs, watches them and prints what they found. */
export const scan = async (
  named: readonly string[],
  flags: Flags,
  shell: Shell,
): Promise<ExitStatus> => {
  const request = scanRequestOf(await readNetworks(named, flags.file, shell.input), flags);
  if (flags.tcp === undefined && flags.udp === undefined)
    await say(shell, `no ports named: asking the TCP preset ${DEFAULT_TCP_PORTS} (--tcp, --udp)`);
  const { client, close } = await reachOrStart(flags, shell);
  try {
    return await scanOn(client, request, flags, shell);
  } finally {
    await close();
  }
};
