import { type Answer, encode } from 'dns-packet';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatIpv4, parseAddress } from '#shared/domain/address.ts';
import { mdnsNameRequest, readMdnsName } from '#shared/identify/dns/own-mdns-name.ts';
import { reverseName } from '#shared/identify/dns/reverse-name.ts';

const ID = 7;
const REVERSE = '4.3.2.10.in-addr.arpa';
const reply = (answers: Answer[], id = ID, flags = 0x400) =>
  encode({ type: 'response', id, flags, answers });
const pointer = (data: string, name = REVERSE): Answer => ({ type: 'PTR', name, data });

const reverseOf = (text: string): string => {
  const address = parseAddress(text);
  return address ? reverseName(address) : '';
};

describe('reverse names', () => {
  it('turns an IPv4 address round', () => {
    expect(reverseOf('10.2.3.4')).toBe(REVERSE);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (value) => {
        const [a, b, c, d] = formatIpv4(value).split('.');
        expect(reverseName({ family: 4, value: BigInt(value) })).toBe(
          `${d}.${c}.${b}.${a}.in-addr.arpa`,
        );
      }),
    );
  });

  it('writes every nibble of an IPv6 address', () => {
    expect(reverseOf('4321:0:1:2:3:4:567:89ab')).toBe(
      'b.a.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.0.0.0.0.1.2.3.4.ip6.arpa',
    );
  });
});

describe('mDNS name of an address', () => {
  it('asks one question, as a plain DNS query', () => {
    const request = mdnsNameRequest(ID, REVERSE);
    expect([...request.subarray(0, 12)]).toEqual([0, ID, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
    expect(request.subarray(-4).toString('hex')).toBe('000c0001');
  });

  it('reads the name, whatever the case of the question comes back in', () => {
    expect(readMdnsName(reply([pointer('desk.local')]), ID, REVERSE)).toBe('desk.local');
    const loud = reply([pointer('desk.local', REVERSE.toUpperCase())]);
    expect(readMdnsName(loud, ID, REVERSE)).toBe('desk.local');
  });

  it('takes no name of another address, no other kind of name, and no answer to another question', () => {
    const wrong = [
      reply([pointer('desk.local', '5.3.2.10.in-addr.arpa')]),
      reply([pointer('_http._tcp.example.net')]),
      reply([pointer('.local')]),
      reply([{ type: 'A', name: REVERSE, data: '10.2.3.4' }]),
      reply([pointer('desk.local')], ID + 1),
      reply([]),
      mdnsNameRequest(ID, REVERSE),
    ];
    for (const message of wrong) expect(readMdnsName(message, ID, REVERSE)).toBeNull();
  });

  it('bears any bytes at all, and any change to a true answer', () => {
    const whole = reply([pointer('desk.local')]);
    const mutilated = fc
      .tuple(fc.nat(whole.length - 1), fc.nat(255), fc.nat(whole.length))
      .map(([at, byte, length]) => {
        const message = Buffer.from(whole);
        message[at] = byte;
        return message.subarray(0, length);
      });
    const random = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));
    fc.assert(
      fc.property(fc.oneof(mutilated, random), (message) => {
        expect(readMdnsName(message, ID, REVERSE)?.length ?? 0).toBeLessThan(1024);
      }),
    );
  });
});
