import type { ReachFlags } from '#cli/reach.ts';
import { readNetworks } from '#cli/scan/read-networks.ts';
import { type ScanFlags, scanRequestOf } from '#cli/scan/scan-request.ts';
import { bodyOf } from '#cli/scan/tasks-for.ts';
import type { Shell } from '#cli/shell.ts';
import { countOf, formatCount, formatSeconds } from '#cli/view/format.ts';
import { printable, printableJson } from '#shared/domain/printable.ts';
import { withClient } from './with-client.ts';

export type Flags = ReachFlags & ScanFlags & { readonly file?: string; readonly json?: boolean };

/** `netsweep estimate NETWORK…`: what a scan with the same arguments would take; nothing is made or probed. */
export const estimate = (named: readonly string[], flags: Flags, shell: Shell) =>
  withClient(flags, shell, async (client) => {
    const request = scanRequestOf(await readNetworks(named, flags.file, shell.input), flags);
    const said = await client.estimate(bodyOf(request));
    if (flags.json) return shell.out.write(`${printableJson(said)}\n`);
    const size = `${countOf(said.addresses, 'address', 'addresses')}, ${countOf(said.probes, 'probe')} in ${countOf(said.chunks, 'chunk')}`;
    const time = `about ${formatSeconds(said.seconds)} at ${formatCount(said.packets_per_second)} packets a second`;
    const cost = `US$ ${said.cost_usd} (prices of ${printable(said.prices_as_of)})`;
    await shell.out.write(`${size}: ${time}, ${cost}\n`);
  });
