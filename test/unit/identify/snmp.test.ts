import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ber, readBer } from '#shared/identify/snmp/ber.ts';
import { readSystemGroup, systemRequest } from '#shared/identify/snmp/system-group.ts';
import { snmpResponse } from '#test/support/snmp-response.ts';

const OCTETS = 0x04;
const NO_SUCH_OBJECT = 0x80;
const ID = 0x1234_5678;
const asked = systemRequest(ID);

const text = (value: string): readonly [number, Buffer] => [OCTETS, Buffer.from(value)];

describe('BER', () => {
  it('reads back what it wrote, whatever the length', () => {
    const value = fc.record({
      tag: fc.integer({ min: 0, max: 255 }),
      content: fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
    });
    fc.assert(
      fc.property(fc.array(value, { maxLength: 5 }), (values) => {
        const bytes = Buffer.concat(values.map(({ tag, content }) => ber(tag, content)));
        expect(readBer(bytes)).toEqual(values);
      }),
    );
  });

  it('takes no value that is cut short or of indefinite length', () => {
    const whole = ber(OCTETS, Buffer.alloc(300));
    for (let length = 1; length < whole.length; length++)
      expect(readBer(whole.subarray(0, length))).toBeNull();
    expect(readBer(Buffer.from([0x30, 0x80, 0, 0]))).toBeNull();
    expect(readBer(Buffer.from([0x30, 0x84, 0, 0, 0, 1, 0]))).toBeNull();
  });
});

describe('SNMP system group', () => {
  it('asks sysDescr and sysName with the community public', () => {
    expect(asked.toString('hex')).toBe(
      '3037020101' + // SEQUENCE, version 2c
        '04067075626c6963' +
        'a02a020452345678020100020100' + // GetRequest, request id, no error
        '301c' +
        '300c06082b060102010101000500' +
        '300c06082b060102010105000500',
    );
  });

  it('reads what an agent says', () => {
    const reply = snmpResponse({ asked, values: [text('Linux 6.1'), text('gate')] });
    const read = readSystemGroup(reply, ID);
    expect(read?.description?.toString()).toBe('Linux 6.1');
    expect(read?.name?.toString()).toBe('gate');
  });

  it('knows nothing where the agent has no such object, or an empty one', () => {
    const values = [[NO_SUCH_OBJECT, Buffer.alloc(0)], text('')] as const;
    expect(readSystemGroup(snmpResponse({ asked, values }), ID)).toEqual({
      name: null,
      description: null,
    });
  });

  it('takes no response to another request, and none with an error', () => {
    const values = [text('a'), text('b')];
    expect(readSystemGroup(snmpResponse({ asked, values }), ID + 1)).toBeNull();
    expect(readSystemGroup(snmpResponse({ asked, values, status: 5 }), ID)).toBeNull();
    expect(readSystemGroup(asked, ID)).toBeNull();
  });

  it('bears any bytes at all, and any change to a true response', () => {
    const whole = snmpResponse({ asked, values: [text('x'.repeat(200)), text('y')] });
    const mutilated = fc
      .tuple(fc.nat(whole.length - 1), fc.nat(255), fc.nat(whole.length))
      .map(([at, byte, length]) => {
        const reply = Buffer.from(whole);
        reply[at] = byte;
        return reply.subarray(0, length);
      });
    const random = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));
    fc.assert(
      fc.property(fc.oneof(mutilated, random), (reply) => {
        const read = readSystemGroup(reply, ID);
        expect((read?.name ?? []).length).toBeLessThanOrEqual(reply.length);
      }),
    );
  });
});
