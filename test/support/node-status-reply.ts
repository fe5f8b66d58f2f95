/** A name of a NetBIOS node: up to 15 characters, the type in its 16th byte, and the flags of RFC 1002 §4.2.18. */
export type NodeName = { readonly text: string; readonly suffix: number; readonly flags: number };

type Node = { readonly id: number; readonly names: readonly NodeName[]; readonly mac: string };

const u16 = (value: number): Buffer => Buffer.from([value >>> 8, value & 255]);

const nameEntry = ({ text, suffix, flags }: NodeName): Buffer =>
  Buffer.concat([
    Buffer.from(text.padEnd(15), 'latin1').subarray(0, 15),
    Buffer.from([suffix]),
    u16(flags),
  ]);

/** A node status response as RFC 1002 §4.2.18 draws it; the MAC address in hex, followed by its 40 bytes of counters. */
export const nodeStatusReply = ({ id, names, mac }: Node): Buffer => {
  const data = Buffer.concat([
    Buffer.from([names.length]),
    ...names.map(nameEntry),
    Buffer.from(mac, 'hex'),
    Buffer.alloc(40),
  ]);
  return Buffer.concat([
    u16(id),
    Buffer.from([0x84, 0, 0, 0, 0, 1, 0, 0, 0, 0]),
    Buffer.from(` CK${'A'.repeat(30)}\0`, 'latin1'),
    Buffer.from([0, 0x21, 0, 1, 0, 0, 0, 0]),
    u16(data.length),
    data,
  ]);
};
