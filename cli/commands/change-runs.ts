import type { Client } from '#cli/client.ts';
import type { ReachFlags } from '#cli/reach.ts';
import type { Shell } from '#cli/shell.ts';
import { writeJson } from '#cli/view/json-document.ts';
import type { Run } from '#client/api.d.ts';
import { withClient } from './with-client.ts';

export type Flags = ReachFlags & { readonly json?: boolean };
export type Deed = 'pause' | 'resume' | 'cancel';

const DEEDS: Readonly<Record<Deed, (client: Client, id: number) => Promise<Run>>> = {
  pause: (client, id) => client.pauseRun(id),
  resume: (client, id) => client.resumeRun(id),
  cancel: (client, id) => client.cancelRun(id),
};

/** `netsweep pause|resume|cancel RUN…`, one after the other; a run that is over stays as it ended. */
export const changeRuns = (
  deed: Deed,
  runIds: readonly number[],
  { json, ...flags }: Flags,
  shell: Shell,
) =>
  withClient(flags, shell, async (client) => {
    const runs: Run[] = [];
    for (const id of runIds) {
      const run = await DEEDS[deed](client, id);
      runs.push(run);
      if (!json) await shell.out.write(`run ${run.id} of task ${run.task_id}: ${run.state}\n`);
    }
    if (json) await writeJson(shell.out, { runs: [runs] });
  });
