/** Longest packet there may be (RFC 4253 §6.1). */
const LONGEST = 35_000;
const LEAST_PADDING = 4;
const BLOCK = 8;

/** A string of RFC 4251 §5: its length, then its bytes. */
export const sshString = (value: Uint8Array | string): Buffer => {
  const bytes = Buffer.from(value as Uint8Array);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
};

/** The string that lies at an offset; null where it is not whole. */
export const readSshString = (bytes: Buffer, at: number): Buffer | null => {
  if (at + 4 > bytes.length) return null;
  const end = at + 4 + bytes.readUInt32BE(at);
  return end <= bytes.length ? bytes.subarray(at + 4, end) : null;
};

/** A packet before encryption is agreed on (RFC 4253 §6): padded to whole blocks, without a MAC. */
export const sshPacket = (payload: Uint8Array): Buffer => {
  const bare = 5 + payload.length;
  const padding = LEAST_PADDING + ((BLOCK - ((bare + LEAST_PADDING) % BLOCK)) % BLOCK);
  const head = Buffer.alloc(5);
  head.writeUInt32BE(1 + payload.length + padding);
  head[4] = padding;
  return Buffer.concat([head, payload, Buffer.alloc(padding)]);
};

/** Payloads of the whole packets that some bytes begin with; what no server sends ends them. */
export const sshPayloads = (bytes: Buffer): Buffer[] => {
  const payloads: Buffer[] = [];
  for (let at = 0; at + 5 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const end = at + 4 + length;
    if (length > LONGEST || end > bytes.length) break;
    payloads.push(bytes.subarray(at + 5, Math.max(at + 5, end - (bytes[at + 4] ?? 0))));
    at = end;
  }
  return payloads;
};
