import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lookAtPort } from '#shared/identify/look-at-port.ts';
import { portSources } from '#shared/identify/sources.ts';
import { hostKeyOf, kexDhInit } from '#shared/identify/ssh/key-exchange.ts';
import { readSshString, sshPacket, sshPayloads, sshString } from '#shared/identify/ssh/packet.ts';
import { openPort } from '#test/support/host-question.ts';
import { type SshServerOptions, serveSsh } from '#test/support/ssh-server.ts';

const look = async (options: SshServerOptions = {}) => {
  const server = await serveSsh(options);
  try {
    const signal = AbortSignal.timeout(2000);
    const settings = { sources: portSources, fragile: false, signal };
    const identity = await lookAtPort('127.0.0.1', openPort({ port: server.port }), settings);
    return { identity, ...server.seen };
  } finally {
    await server.close();
  }
};
const bytes = fc.uint8Array({ maxLength: 300 }).map((values) => Buffer.from(values));

describe('SSH packets', () => {
  it('read back as they were written, padded to whole blocks', () => {
    fc.assert(
      fc.property(fc.array(bytes, { maxLength: 4 }), (payloads) => {
        const packets = payloads.map(sshPacket);
        for (const packet of packets) expect(packet.length % 8).toBe(0);
        for (const packet of packets) expect(packet[4]).toBeGreaterThanOrEqual(4);
        expect(sshPayloads(Buffer.concat(packets))).toEqual(payloads);
      }),
    );
  });

  it('are left alone until they are whole, and ended by what no server sends', () => {
    const packet = sshPacket(Buffer.from('payload'));
    for (let length = 0; length < packet.length; length++)
      expect(sshPayloads(packet.subarray(0, length))).toEqual([]);
    expect(sshPayloads(Buffer.alloc(64, 0xff))).toEqual([]);
  });

  it('bear any bytes at all', () => {
    fc.assert(
      fc.property(bytes, fc.nat(300), (message, at) => {
        for (const payload of sshPayloads(message)) expect(payload.length).toBeLessThan(300);
        expect((readSshString(message, at) ?? []).length).toBeLessThan(300);
        kexDhInit(message);
        hostKeyOf(message);
      }),
    );
  });
});

describe('an SSH server', () => {
  it('tells its software and its host key in one connection that ends politely', async () => {
    const { identity, identification, messages } = await look();
    const digest = createHash('sha256').update('a host key').digest('base64');
    expect(identity).toMatchObject({
      service: 'ssh',
      product: 'OpenSSH',
      version: '9.2p1',
      banner: 'SSH-2.0-OpenSSH_9.2p1 Debian-2',
      ssh: { fingerprint: `SHA256:${digest.replace(/=+$/, '')}` },
    });
    expect(identification).toBe('SSH-2.0-Netsweep\r\n');
    expect(messages).toEqual([20, 30, 1]);
  });

  it('is understood whatever pieces it speaks in', async () => {
    const { identity } = await look({ pieces: 7, hostKey: Buffer.alloc(500, 3) });
    expect(identity.ssh?.fingerprint).toMatch(/^SHA256:[A-Za-z0-9+/]{43}$/);
  });

  it('keeps its name where no key exchange can be agreed on', async () => {
    const { identity, messages } = await look({ kexAlgorithms: 'something-new' });
    expect(identity).toMatchObject({ service: 'ssh', product: 'OpenSSH' });
    expect(identity.ssh).toBeUndefined();
    expect(messages).toEqual([20, 1]);
  });

  it('is not spoken to in version 2 where it only knows version 1', async () => {
    const { identity, messages } = await look({ identification: 'SSH-1.5-old\r\n' });
    expect(identity).toMatchObject({ service: 'ssh', banner: 'SSH-1.5-old' });
    expect(messages).toEqual([]);
  });

  it('has an identification that is escaped like any text', async () => {
    const { identity } = await look({ identification: 'SSH-2.0-\x1b[31m\0\xff\r\n' });
    expect(identity.banner).toBe('SSH-2.0-\\x1b[31m\\x00\\xc3\\xbf');
  });

  it('shows no key that is empty', () => {
    const empty = Buffer.concat([Buffer.from([31]), sshString('')]);
    expect(hostKeyOf(empty)).toBeNull();
  });
});
