import type { Client, ExportFormat, HostPages } from '#cli/client.ts';
import type { Output } from '#cli/output.ts';
import type { ReachFlags } from '#cli/reach.ts';
import { writeHosts } from '#cli/scan/report.ts';
import type { Shell } from '#cli/shell.ts';
import { UsageError } from '#cli/usage-error.ts';
import { countOf } from '#cli/view/format.ts';
import { writeJson } from '#cli/view/json-document.ts';
import { portWords } from '#cli/view/port-counts.ts';
import { withClient } from './with-client.ts';

type Flags = ReachFlags & {
  readonly run?: number;
  readonly json?: boolean;
  readonly csv?: boolean;
  readonly jsonl?: boolean;
  readonly xml?: boolean;
};

const formatOf = ({ csv, jsonl, xml }: Flags): ExportFormat | undefined =>
  (csv && 'csv') || (jsonl && 'jsonl') || (xml && 'xml') || undefined;

/** Writes a whole document, part by part. */
const writeExport = async (out: Output, parts: AsyncIterable<string>): Promise<void> => {
  for await (const part of parts) {
    if (out.isClosed()) return;
    await out.write(part);
  }
};

const pagesOf = async (
  client: Client,
  taskId: number,
  runId: number | undefined,
): Promise<HostPages> => {
  if (runId === undefined) return client.hostsOfTask(taskId);
  const { task_id } = await client.run(runId);
  if (task_id === taskId) return client.hostsOfRun(runId);
  throw new UsageError(`run ${runId} is one of task ${task_id}, not of task ${taskId}`);
};

/** `netsweep hosts TASK`: the hosts of its newest whole result, or of one run. */
export const hosts = (taskId: number, flags: Flags, shell: Shell) =>
  withClient(flags, shell, async (client) => {
    const format = formatOf(flags);
    if (format) return writeExport(shell.out, client.exportOfTask(taskId, format));
    const pages = await pagesOf(client, taskId, flags.run);
    if (flags.json) return writeJson(shell.out, { hosts: pages });
    const found = await writeHosts(shell.out, pages);
    const gap = found.hosts > 0 ? '\n' : '';
    const up = `${countOf(found.hosts, 'host')} up`;
    await shell.out.write(`${gap}${up}; ports: ${portWords(found.ports)}\n`);
  });
