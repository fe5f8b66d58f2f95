import type { Client, ExportFormat } from '#cli/client.ts';
import { foundHosts } from '#cli/hosts/found-hosts.ts';
import { writeDocument } from '#cli/hosts/host-document.ts';
import { asksForPorts, type HostFlags, hostFilter } from '#cli/hosts/host-filter.ts';
import type { Output } from '#cli/output.ts';
import type { ReachFlags } from '#cli/reach.ts';
import { writeHosts } from '#cli/scan/report.ts';
import type { Shell } from '#cli/shell.ts';
import { countOf } from '#cli/view/format.ts';
import { writeJson } from '#cli/view/json-document.ts';
import { portWords } from '#cli/view/port-counts.ts';
import { withClient } from './with-client.ts';

export type Flags = ReachFlags &
  HostFlags & {
    readonly run?: number;
    readonly json?: boolean;
    readonly csv?: boolean;
    readonly jsonl?: boolean;
    readonly xml?: boolean;
  };

const FILTERS = ['port', 'protocol', 'state', 'service', 'network', 'hostname', 'vendor'] as const;

const formatOf = ({ csv, jsonl, xml }: Flags): ExportFormat | undefined =>
  (csv && 'csv') || (jsonl && 'jsonl') || (xml && 'xml') || undefined;

/** The filters as they were written. */
const filtersOf = (flags: Flags): string =>
  FILTERS.flatMap((name) => (flags[name] === undefined ? [] : [` --${name} ${flags[name]}`])).join(
    '',
  );

/** Writes a whole document of the API, part by part. */
const writeExport = async (out: Output, parts: AsyncIterable<string>): Promise<void> => {
  for await (const part of parts) {
    if (out.isClosed()) return;
    await out.write(part);
  }
};

const writeFound = async (
  client: Client,
  taskId: number | undefined,
  flags: Flags,
  { out }: Shell,
): Promise<void> => {
  const format = formatOf(flags);
  const asked = filtersOf(flags);
  if (format && taskId !== undefined && asked === '')
    return writeExport(out, client.exportOfTask(taskId, format));
  const pages = foundHosts(client, { task: taskId, run: flags.run, filter: hostFilter(flags) });
  if (format) return writeDocument(out, pages, { format, asked });
  if (flags.json) return writeJson(out, { hosts: pages });
  const found = await writeHosts(out, pages, { hasTasks: taskId === undefined });
  const gap = found.hosts > 0 ? '\n' : '';
  const up = `${countOf(found.hosts, 'host')} up`;
  // What is not listed was not asked for.
  const ports = asksForPorts(flags)
    ? countOf(found.listed, 'port')
    : `ports: ${portWords(found.ports)}`;
  await out.write(`${gap}${up}; ${ports}\n`);
};

/** `netsweep hosts [TASK]`: the hosts of all tasks, or of one; those of its newest whole result, or of one run. */
export const hosts = (taskId: number | undefined, flags: Flags, shell: Shell) =>
  withClient(flags, shell, (client) => writeFound(client, taskId, flags, shell));
