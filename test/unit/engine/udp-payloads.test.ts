import { describe, expect, it } from 'vitest';
import { hasPayload, payloadFor } from '#shared/engine/udp-payloads.ts';

const bytesOf = (port: number) => Buffer.from(payloadFor(port));
const textOf = (port: number) => bytesOf(port).toString('latin1');

/** Reads BER as X.690 says: constructed values become lists, others stay bytes. */
const decodeBer = (bytes: Buffer): unknown[] => {
  const values: unknown[] = [];
  for (let at = 0; at < bytes.length; ) {
    const [tag = 0, length = 0] = bytes.subarray(at, at + 2);
    expect(length).toBeLessThan(128);
    const value = bytes.subarray(at + 2, at + 2 + length);
    expect(value.length).toBe(length);
    values.push((tag & 0x20) !== 0 ? decodeBer(value) : value.toString('hex'));
    at += 2 + length;
  }
  return values;
};

/** The question of a DNS message: labels, type, class, and nothing after. */
const decodeQuestion = (message: Buffer) => {
  const labels: string[] = [];
  let at = 12;
  for (let length = message[at] ?? 0; length > 0; length = message[at] ?? 0) {
    labels.push(message.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  expect(message.length).toBe(at + 5);
  return { labels, type: message.readUInt16BE(at + 1), dnsClass: message.readUInt16BE(at + 3) };
};

describe('UDP payloads', () => {
  it('sends an empty datagram where no service is usual', () => {
    expect(payloadFor(9).length).toBe(0);
    expect(hasPayload(9)).toBe(false);
  });

  it('keeps silent where every known question is answered manyfold', () => {
    for (const amplifier of [17, 19, 389, 520, 1434, 3702])
      expect(hasPayload(amplifier)).toBe(false);
  });

  it('asks a name server one question, without recursion', () => {
    expect([...bytesOf(53).subarray(2, 12)]).toEqual([0, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
    expect(decodeQuestion(bytesOf(53))).toEqual({
      labels: ['version', 'bind'],
      type: 16,
      dnsClass: 3,
    });
  });

  it('asks mDNS for an answer to us alone', () => {
    expect(decodeQuestion(bytesOf(5353))).toEqual({
      labels: ['_services', '_dns-sd', '_udp', 'local'],
      type: 12,
      dnsClass: 0x8001,
    });
  });

  it('asks a NetBIOS node for its status by the wildcard name', () => {
    expect(decodeQuestion(bytesOf(137))).toEqual({
      labels: [`CK${'A'.repeat(30)}`],
      type: 0x21,
      dnsClass: 1,
    });
  });

  it('speaks NTP as a client, never in a mode that lists or controls', () => {
    const ntp = bytesOf(123);
    expect(ntp.length).toBe(48);
    expect((ntp[0] ?? 0) & 7).toBe(3);
  });

  it('discovers an SNMPv3 engine without a community or a user', () => {
    const empty = '';
    expect(decodeBer(bytesOf(161))).toEqual([
      [
        '03',
        ['01', '05c0', '04', '03'],
        Buffer.from([0x30, 14, 4, 0, 2, 1, 0, 2, 1, 0, 4, 0, 4, 0, 4, 0]).toString('hex'),
        [empty, empty, ['01', '00', '00', []]],
      ],
    ]);
    expect(textOf(161)).not.toContain('public');
  });

  it('opens IKEv2 with payloads that add up', () => {
    const ike = bytesOf(500);
    expect(ike.readUInt32BE(24)).toBe(ike.length);
    const kinds: number[] = [];
    let [kind, at] = [ike[16] ?? 0, 28];
    while (kind !== 0) {
      kinds.push(kind);
      kind = ike[at] ?? 0;
      at += ike.readUInt16BE(at + 2);
    }
    expect(kinds).toEqual([33, 34, 40]);
    expect(at).toBe(ike.length);
    expect(bytesOf(4500).subarray(4)).toEqual(ike);
    expect(bytesOf(4500).readUInt32BE(0)).toBe(0);
  });

  it('ends each text as its protocol demands, and lets no proxy pass it on', () => {
    expect(textOf(5060)).toMatch(
      /^OPTIONS .* SIP\/2\.0\r\n[\s\S]*\r\nMax-Forwards: 0\r\n[\s\S]*\r\n\r\n$/,
    );
    expect(textOf(1900)).toMatch(/^M-SEARCH \* HTTP\/1\.1\r\n[\s\S]*ST: upnp:rootdevice\r\n\r\n$/);
    expect(textOf(11_211).slice(8)).toBe('version\r\n');
    expect(textOf(69)).toBe('\0\x01netsweep-no-such-file\0octet\0');
  });

  it('calls the null procedure of RPC programs', () => {
    for (const [port, program, version] of [
      [111, 100_000, 2],
      [2049, 100_003, 3],
    ] as const) {
      const call = bytesOf(port);
      expect(call.length).toBe(40);
      const words = [1, 2, 3, 4, 5].map((i) => call.readUInt32BE(4 * i));
      expect(words).toEqual([0, 2, program, version, 0]);
    }
  });

  it('pings RMCP, STUN, NAT-PMP and CoAP with their shortest questions', () => {
    expect(bytesOf(623).toString('hex')).toBe('0600ff06000011be80000000');
    expect(bytesOf(3478).toString('hex')).toMatch(/^000100002112a442[0-9a-f]{24}$/);
    expect(bytesOf(5351).toString('hex')).toBe('0000');
    expect(bytesOf(5683).toString('hex')).toMatch(/^4000[0-9a-f]{4}$/);
  });

  it('asks controllers who they are, in small words that change nothing', () => {
    const bacnet = bytesOf(47_808);
    expect(bacnet.readUInt16BE(2)).toBe(bacnet.length);
    // For one node, never a broadcast; service 12 is ReadProperty, of the object identifier of any device.
    expect(bacnet.toString('hex')).toBe('810a00110104' + '0005010c' + '0c023fffff' + '194b');
    const enip = bytesOf(44_818);
    expect(enip.length).toBe(24);
    expect(enip.readUInt16LE(0)).toBe(4);
    expect(enip.subarray(2).every((byte) => byte === 0)).toBe(true);
  });

  it('knows the question for twenty usual services', () => {
    const known = Array.from({ length: 65_536 }, (_, port) => port).filter(hasPayload);
    expect(known).toHaveLength(20);
  });

  it('asks QUIC in a reserved version and the full size that an answer needs', () => {
    const quic = bytesOf(443);
    expect(quic.length).toBe(1200);
    expect(quic.readUInt32BE(1) & 0x0f0f0f0f).toBe(0x0a0a0a0a);
  });

  it('fits every payload in one packet', () => {
    const sizes = Array.from({ length: 65_536 }, (_, port) => payloadFor(port).length);
    expect(Math.max(...sizes)).toBe(1200);
  });
});
