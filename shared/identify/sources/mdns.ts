import { parseAddress } from '#shared/domain/address.ts';
import { askTwice } from '#shared/identify/ask-twice.ts';
import { mdnsNameRequest, readMdnsName } from '#shared/identify/dns/own-mdns-name.ts';
import { reverseName } from '#shared/identify/dns/reverse-name.ts';
import { requestId } from '#shared/identify/request-id.ts';
import type { HostSource } from '#shared/identify/source.ts';

const PORT = 5353;

/** The `….local` name of hosts that run an mDNS responder, asked of the host itself and not of the group. */
export const mdnsAt = (port: number): HostSource => ({
  name: 'mdns',
  applies: () => true,
  ask: async ({ host: { address }, signal }) => {
    const parsed = parseAddress(address);
    if (parsed === null) return {};
    const [id, reverse] = [requestId(), reverseName(parsed)];
    const datagram = mdnsNameRequest(id, reverse);
    const fits = (reply: Buffer): boolean => readMdnsName(reply, id, reverse) !== null;
    const reply = await askTwice({ address, port, datagram, signal, fits });
    const name = reply === null ? null : readMdnsName(reply, id, reverse);
    return name === null ? {} : { names: [{ name, source: 'mdns' }] };
  },
});

export const mdns = mdnsAt(PORT);
