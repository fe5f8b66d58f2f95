import { EXIT, type ExitStatus } from '#cli/exit-status.ts';
import type { ReachFlags } from '#cli/reach.ts';
import { lookOn } from '#cli/scan/look-on.ts';
import { isLive } from '#cli/scan/progress.ts';
import { verdictOf } from '#cli/scan/verdict.ts';
import { type Shell, say } from '#cli/shell.ts';
import { countOf } from '#cli/view/format.ts';
import { writeJson } from '#cli/view/json-document.ts';
import { paintFor } from '#cli/view/paint.ts';
import { runTable } from '#cli/view/run-table.ts';
import type { Run } from '#client/api.d.ts';
import { withClient } from './with-client.ts';

type Flags = ReachFlags & { readonly json?: boolean };

const sayHowItEnded = (run: Run, shell: Shell): Promise<void> => {
  if (isLive(run)) return say(shell, `run ${run.id} goes on: "netsweep watch ${run.id}"`);
  const found = `${countOf(run.online, 'host')} up: "netsweep hosts ${run.task_id} --run ${run.id}"`;
  const verdict = verdictOf(run);
  return say(shell, verdict === null ? found : `${verdict}\n${found}`);
};

const statusOf = ({ state }: Run, { interrupted }: Shell): ExitStatus => {
  if (interrupted.aborted) return EXIT.interrupted;
  return state === 'done' ? EXIT.done : EXIT.failed;
};

/** `netsweep watch RUN`: looks on until the run has ended, whoever started it; Ctrl-C ends the looking on alone. */
export const watch = (runId: number, { json, ...flags }: Flags, shell: Shell) =>
  withClient(flags, shell, async (client) => {
    const found = await client.run(runId);
    const task = await client.task(found.task_id);
    await say(shell, `run ${runId} of task ${task.id}, ${task.network}`);
    const [run = found] = await lookOn(client, { tasks: [task], runs: [found] }, shell);
    if (json) await writeJson(shell.out, { runs: [[run]] });
    else await shell.out.write(runTable(paintFor(shell.out)).add([run]));
    await sayHowItEnded(run, shell);
    return statusOf(run, shell);
  });
