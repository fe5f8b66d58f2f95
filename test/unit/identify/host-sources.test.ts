import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { decode, encode } from 'dns-packet';
import { afterEach, describe, expect, it } from 'vitest';
import { askTwice } from '#shared/identify/ask-twice.ts';
import { greetingNames } from '#shared/identify/sources/greeting-names.ts';
import { mdnsAt } from '#shared/identify/sources/mdns.ts';
import { netbiosAt } from '#shared/identify/sources/netbios.ts';
import { snmp, snmpAt } from '#shared/identify/sources/snmp.ts';
import { tlsNames } from '#shared/identify/sources/tls-names.ts';
import { openPort, questionOf } from '#test/support/host-question.ts';
import { nodeStatusReply } from '#test/support/node-status-reply.ts';
import { snmpResponse } from '#test/support/snmp-response.ts';
import { listenUdp } from '#test/support/udp-listener.ts';

const LOOPBACK = '127.0.0.1';
const open: (() => Promise<void>)[] = [];

const serve = async (reply: (message: Buffer) => Buffer | null): Promise<number> => {
  const { port, close } = await listenUdp(LOOPBACK, reply);
  open.push(close);
  return port;
};
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

describe('names asked of a host', () => {
  it('come from its NetBIOS node, with workgroup and MAC address', async () => {
    const names = [
      { text: 'FILES', suffix: 0, flags: 0x0400 },
      { text: 'LAB', suffix: 0, flags: 0x8400 },
    ];
    const port = await serve((message) =>
      nodeStatusReply({ id: message.readUInt16BE(0), names, mac: '0050560a0b0c' }),
    );
    expect(await netbiosAt(port).ask(questionOf(LOOPBACK))).toEqual({
      names: [{ name: 'FILES', source: 'netbios' }],
      workgroup: 'LAB',
      mac: '00:50:56:0a:0b:0c',
    });
  });

  it('come from its SNMP agent, only where the task says so', async () => {
    const values = [
      [4, Buffer.from('Linux 6.1')],
      [4, Buffer.from('gate')],
    ] as const;
    const port = await serve((asked) => snmpResponse({ asked, values }));
    expect(await snmpAt(port).ask(questionOf(LOOPBACK))).toEqual({
      names: [{ name: 'gate', source: 'snmp' }],
      description: 'Linux 6.1',
    });
    expect(snmp.applies(questionOf(LOOPBACK, { snmp: false }))).toBe(false);
    expect(snmp.applies(questionOf(LOOPBACK, { snmp: true }))).toBe(true);
  });

  it('come from its mDNS responder', async () => {
    const port = await serve((message) => {
      const { id = 0, questions = [] } = decode(message);
      const name = questions[0]?.name ?? '';
      const answers = [{ type: 'PTR' as const, name, data: 'dësk.local' }];
      return encode({ type: 'response', id, flags: 0x400, answers });
    });
    expect(await mdnsAt(port).ask(questionOf(LOOPBACK))).toEqual({
      names: [{ name: Buffer.from('dësk.local').toString('latin1'), source: 'mdns' }],
    });
  });

  it('are none where the answers are to other questions or the ports are closed', async () => {
    const garbage = await serve((message) => Buffer.concat([message, Buffer.alloc(100, 0xff)]));
    const { port: closed, close } = await listenUdp(LOOPBACK, () => null);
    await close();
    for (const port of [garbage, closed]) {
      const asked = [netbiosAt(port), snmpAt(port), mdnsAt(port)].map((source) =>
        source.ask(questionOf(LOOPBACK)),
      );
      expect(await Promise.all(asked)).toEqual([{}, {}, {}]);
    }
  });
});

describe('a datagram that is sent twice', () => {
  const ask = (port: number, signal = AbortSignal.timeout(2000)) =>
    askTwice({ address: LOOPBACK, port, datagram: Buffer.from('?'), signal }, 100);

  it('is sent once where it is answered, and twice where it was lost', async () => {
    let asked = 0;
    const lossy = await serve(() => {
      asked += 1;
      return asked === 2 ? Buffer.from('!') : null;
    });
    expect((await ask(lossy))?.toString()).toBe('!');
    expect(asked).toBe(2);
    const sound = await serve(() => {
      asked += 1;
      return Buffer.from('!');
    });
    await ask(sound);
    expect(asked).toBe(3);
  });

  it('is sent once to a port that is closed', async () => {
    const socket = createSocket('udp4').bind(0, LOOPBACK);
    await once(socket, 'listening');
    const { port } = socket.address();
    await new Promise<void>((done) => socket.close(done));
    const startedAt = performance.now();
    expect(await ask(port)).toBeNull();
    expect(performance.now() - startedAt).toBeLessThan(90);
  });

  it('is not sent again once the time is over', async () => {
    let asked = 0;
    const deaf = await serve(() => {
      asked += 1;
      return null;
    });
    expect(await ask(deaf, AbortSignal.timeout(50))).toBeNull();
    expect(asked).toBe(1);
  });
});

describe('names that its ports gave away', () => {
  const certificate = (subject: string, sans: string[]) => ({
    subject,
    issuer: '',
    sans,
    not_before: '2026-01-01T00:00:00Z',
    not_after: '2027-01-01T00:00:00Z',
    self_signed: true,
    protocol: 'TLSv1.3',
  });
  const tlsOf = (subject: string, sans: string[]) => {
    const question = questionOf(LOOPBACK, {
      ports: [openPort({ tls: certificate(subject, sans) }), openPort({ port: 22 })],
    });
    expect(tlsNames.applies(question)).toBe(true);
    return tlsNames.ask(question);
  };

  it('are those of its certificates: neither wildcards nor addresses', async () => {
    expect(await tlsOf('CN=x.net', ['*.a.net', 'b.a.net', '10.0.0.1', '::1', 'b.a.net'])).toEqual({
      names: [{ name: 'b.a.net', source: 'tls' }],
    });
    expect(await tlsOf('CN=only.net,O=Some', [])).toEqual({
      names: [{ name: 'only.net', source: 'tls' }],
    });
    expect(await tlsOf('CN=My Router,O=Some', [])).toEqual({ names: [] });
    expect(tlsNames.applies(questionOf(LOOPBACK))).toBe(false);
  });

  it('are those of its greetings', async () => {
    const greets = (banner: string) => questionOf(LOOPBACK, { ports: [openPort({ banner })] });
    const names = async (banner: string) => {
      const question = greets(banner);
      return greetingNames.applies(question) ? (await greetingNames.ask(question)).names : [];
    };
    const expected = [{ name: 'mail.example.net', source: 'banner' }];
    expect(await names('220 mail.example.net ESMTP Postfix\\x0d\\x0a')).toEqual(expected);
    expect(await names('220-mail.example.net ESMTP Exim 4.96')).toEqual(expected);
    expect(await names('220 mail.example.net\\x0d\\x0a')).toEqual(expected);
    expect(await names('220 (vsFTPd 3.0.3)\\x0d\\x0a')).toEqual([]);
    expect(await names('220 ProFTPD 1.3.8 Server')).toEqual([]);
    expect(await names('SSH-2.0-OpenSSH_9.2p1')).toEqual([]);
  });
});
