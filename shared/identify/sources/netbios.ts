import type { HostFacts } from '#shared/domain/identity.ts';
import { askTwice } from '#shared/identify/ask-twice.ts';
import {
  type NodeStatus,
  nodeStatusRequest,
  readNodeStatus,
} from '#shared/identify/node-status.ts';
import { requestId } from '#shared/identify/request-id.ts';
import type { HostSource } from '#shared/identify/source.ts';

const PORT = 137;

const factsOf = ({ name, workgroup, mac }: NodeStatus): HostFacts => ({
  ...(name === null ? {} : { names: [{ name, source: 'netbios' }] }),
  ...(workgroup === null ? {} : { workgroup }),
  ...(mac === null ? {} : { mac }),
});

/** Name, workgroup and MAC address of Windows and Samba hosts, across routers (RFC 1002 §4.2.17). */
export const netbiosAt = (port: number): HostSource => ({
  name: 'netbios',
  applies: () => true,
  ask: async ({ host: { address }, signal }) => {
    const id = requestId();
    const datagram = nodeStatusRequest(id);
    const fits = (reply: Buffer): boolean => readNodeStatus(reply, id) !== null;
    const reply = await askTwice({ address, port, datagram, signal, fits });
    const status = reply === null ? null : readNodeStatus(reply, id);
    return status === null ? {} : factsOf(status);
  },
});

export const netbios = netbiosAt(PORT);
