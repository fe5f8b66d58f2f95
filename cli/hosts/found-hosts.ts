import type { Client } from '#cli/client.ts';
import { UsageError } from '#cli/usage-error.ts';
import type { Host, Task } from '#client/api.d.ts';
import type { HostFilter } from './host-filter.ts';

/** A host, and by which task it is known. */
export type FoundHost = Host & { readonly task_id: number };

type Asked = {
  /** Of this task; of all tasks where it is absent. */
  readonly task?: number | undefined;
  readonly run?: number | undefined;
  readonly filter: HostFilter;
};

const runOf = async (client: Client, task: number, run: number) => {
  const { task_id } = await client.run(run);
  if (task_id === task) return client.hostsOfRun(run);
  throw new UsageError(`run ${run} is one of task ${task_id}, not of task ${task}`);
};

/** A task that has never been probed has nothing to show. */
async function* probed(client: Client): AsyncGenerator<Task> {
  for await (const tasks of client.tasks())
    for (const task of tasks) if (task.last_run_id !== null) yield task;
}

async function* pagesOf(
  client: Client,
  { task, run }: Asked,
): AsyncGenerator<{ task: number; hosts: Host[] }> {
  if (task === undefined) {
    for await (const { id } of probed(client))
      for await (const hosts of client.hostsOfTask(id)) yield { task: id, hosts };
    return;
  }
  const pages = run === undefined ? client.hostsOfTask(task) : await runOf(client, task, run);
  for await (const hosts of pages) yield { task, hosts };
}

/** The hosts that are asked for, page by page, task by task. */
export async function* foundHosts(client: Client, asked: Asked): AsyncGenerator<FoundHost[]> {
  for await (const { task, hosts } of pagesOf(client, asked))
    yield hosts.flatMap((host) => {
      const shown = asked.filter(host);
      return shown === null ? [] : [{ ...shown, task_id: task }];
    });
}
