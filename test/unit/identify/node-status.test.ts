import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeStatusRequest, readNodeStatus } from '#shared/identify/node-status.ts';
import { type NodeName, nodeStatusReply } from '#test/support/node-status-reply.ts';

const ID = 0x1234;
const unique = (text: string, suffix: number): NodeName => ({ text, suffix, flags: 0x0400 });
const group = (text: string, suffix: number): NodeName => ({ text, suffix, flags: 0x8400 });

const read = (names: readonly NodeName[], mac = '0050560a0b0c') =>
  readNodeStatus(nodeStatusReply({ id: ID, names, mac }), ID);

describe('NetBIOS node status', () => {
  it('asks with the id it was given, and changes nothing else', () => {
    const one = nodeStatusRequest(ID);
    expect(one.readUInt16BE(0)).toBe(ID);
    expect(one.subarray(2)).toEqual(nodeStatusRequest(0).subarray(2));
    expect(one.length).toBe(50);
  });

  it('reads name, workgroup and MAC address', () => {
    const names = [unique('FILES', 0x00), group('LAB', 0x00), unique('FILES', 0x20)];
    expect(read(names)).toEqual({ name: 'FILES', workgroup: 'LAB', mac: '00:50:56:0a:0b:0c' });
  });

  it('is not misled by the names of IIS, a user and the browser election', () => {
    const names = [
      unique('IS~WEB', 0x00),
      unique('ALICE', 0x03),
      group('\x01\x02__MSBROWSE__\x02', 0x01),
      group('INet~Services', 0x1c),
      unique('WEB', 0x00),
      group('CORP', 0x00),
    ];
    expect(read(names)).toMatchObject({ name: 'WEB', workgroup: 'CORP' });
  });

  it('leaves out names that are in conflict or being given up', () => {
    const names = [
      { text: 'OTHER', suffix: 0, flags: 0x0c00 },
      { text: 'GONE', suffix: 0, flags: 0x1400 },
      unique('MINE', 0),
    ];
    expect(read(names)).toMatchObject({ name: 'MINE', workgroup: null });
  });

  it('knows no MAC address of zeros or of a group', () => {
    for (const mac of ['000000000000', '01005e000001', 'ffffffffffff'])
      expect(read([unique('A', 0)], mac)).toMatchObject({ mac: null });
  });

  it('reads whatever names a node may hold', () => {
    const names = fc.array(
      fc.record({
        text: fc.stringMatching(/^[A-Z][A-Z0-9-]{0,13}[A-Z0-9]$/),
        suffix: fc.constantFrom(0x00, 0x03, 0x20),
        flags: fc.constantFrom(0x0400, 0x8400),
      }),
      { maxLength: 20 },
    );
    const run = (held: NodeName[], id: number) => {
      const status = readNodeStatus(nodeStatusReply({ id, names: held, mac: '0050560a0b0c' }), id);
      const texts = (isGroup: boolean) =>
        held.filter(({ flags }) => flags >= 0x8000 === isGroup).map(({ text }) => text);
      expect([null, ...texts(false)]).toContain(status?.name);
      expect([null, ...texts(true)]).toContain(status?.workgroup);
    };
    fc.assert(fc.property(names, fc.integer({ min: 0, max: 65_535 }), run));
  });

  it('takes no reply to another question, no error, no question and nothing cut short', () => {
    const whole = nodeStatusReply({ id: ID, names: [unique('A', 0)], mac: '0050560a0b0c' });
    const changed = (at: number, byte: number) => {
      const reply = Buffer.from(whole);
      reply[at] = byte;
      return reply;
    };
    expect(readNodeStatus(whole, ID)).not.toBeNull();
    expect(readNodeStatus(whole, ID + 1)).toBeNull();
    expect(readNodeStatus(changed(2, 0x04), ID)).toBeNull();
    expect(readNodeStatus(changed(3, 0x03), ID)).toBeNull();
    expect(readNodeStatus(nodeStatusRequest(ID), ID)).toBeNull();
    const names = whole.length - 46;
    for (let length = 0; length < names; length++)
      expect(readNodeStatus(whole.subarray(0, length), ID)).toBeNull();
  });

  it('bears any bytes at all', () => {
    const hostile = fc.oneof(
      fc.uint8Array({ maxLength: 600 }),
      fc.uint8Array({ maxLength: 600 }).map((bytes) => {
        const head = nodeStatusReply({ id: ID, names: [], mac: '' }).subarray(0, 56);
        return Buffer.concat([head, bytes]);
      }),
    );
    fc.assert(
      fc.property(hostile, (bytes) => {
        const status = readNodeStatus(Buffer.from(bytes), ID);
        expect(status?.name?.length ?? 0).toBeLessThanOrEqual(15);
      }),
    );
  });
});
