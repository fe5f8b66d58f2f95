import type { Client, HostPages } from '#cli/client.ts';
import type { Output } from '#cli/output.ts';
import { countOf, formatSeconds } from '#cli/view/format.ts';
import { hostTable } from '#cli/view/host-table.ts';
import { writeJson } from '#cli/view/json-document.ts';
import { paintFor } from '#cli/view/paint.ts';
import { addPorts, noPorts, portWords } from '#cli/view/port-counts.ts';
import type { Host, Run } from '#client/api.d.ts';

type Source = Pick<Client, 'hostsOfRun'>;

/** Hosts of one run after the other, a page at a time. */
async function* hostsOf(client: Source, runs: readonly Run[]): AsyncGenerator<Host[]> {
  for (const { id } of runs) yield* client.hostsOfRun(id);
}

/** One document: `{ "runs": […], "hosts": […] }`. */
export const reportJson = (out: Output, client: Source, runs: readonly Run[]): Promise<void> =>
  writeJson(out, { runs: [runs], hosts: hostsOf(client, runs) });

/** Writes hosts as a table and gives the sums of their ports, and how many are listed; stops reading when nobody reads any more. */
export const writeHosts = async (out: Output, pages: HostPages, { hasTasks = false } = {}) => {
  const table = hostTable(paintFor(out), { hasTasks });
  const ports = noPorts();
  let [hosts, listed] = [0, 0];
  for await (const page of pages) {
    if (page.length > 0) await out.write(table.add(page));
    for (const host of page) addPorts(ports, host);
    hosts += page.length;
    listed += page.reduce((sum, host) => sum + host.ports.length, 0);
    if (out.isClosed()) break;
  }
  return { hosts, ports, listed };
};

const sumOf = (runs: readonly Run[], value: (run: Run) => number): number =>
  runs.reduce((sum, run) => sum + value(run), 0);

/** Table of hosts and ports, then how many there are and how long it took. */
export const reportText = async (
  out: Output,
  client: Source,
  { runs, seconds }: { runs: readonly Run[]; seconds: number },
): Promise<void> => {
  const { hosts, ports } = await writeHosts(out, hostsOf(client, runs));
  const addresses = countOf(
    sumOf(runs, (run) => run.addresses),
    'address',
    'addresses',
  );
  const found = `${countOf(hosts, 'host')} up of ${addresses}`;
  const gap = hosts > 0 ? '\n' : '';
  await out.write(`${gap}${found}; ports: ${portWords(ports)}; took ${formatSeconds(seconds)}\n`);
};
