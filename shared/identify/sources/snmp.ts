import { askTwice } from '#shared/identify/ask-twice.ts';
import { requestId } from '#shared/identify/request-id.ts';
import { readSystemGroup, systemRequest } from '#shared/identify/snmp/system-group.ts';
import type { HostSource } from '#shared/identify/source.ts';

const PORT = 161;

/** Name and description of an agent's system, where the task allows to say `public` to it. */
export const snmpAt = (port: number): HostSource => ({
  name: 'snmp',
  applies: ({ options }) => options.snmp,
  ask: async ({ host: { address }, signal }) => {
    const id = requestId();
    const datagram = systemRequest(id);
    const fits = (reply: Buffer): boolean => readSystemGroup(reply, id) !== null;
    const reply = await askTwice({ address, port, datagram, signal, fits });
    const { name = null, description = null } = (reply && readSystemGroup(reply, id)) ?? {};
    return {
      ...(name === null ? {} : { names: [{ name: name.toString('latin1'), source: 'snmp' }] }),
      ...(description === null ? {} : { description: description.toString('latin1') }),
    };
  },
});

export const snmp = snmpAt(PORT);
