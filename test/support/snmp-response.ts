type Response = {
  readonly asked: Buffer;
  /** Value of sysDescr and sysName, each a tag and its content. */
  readonly values: readonly (readonly [tag: number, content: Buffer])[];
  readonly status?: number;
};

const length = (count: number): number[] =>
  count < 128 ? [count] : [0x82, count >>> 8, count & 255];

const tlv = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag, ...length(content.length)]), content]);
};

/** An agent's response (RFC 3416 §4.2.2), with the request id of the question, which lies where ours puts it. */
export const snmpResponse = ({ asked, values, status = 0 }: Response): Buffer => {
  const id = asked.subarray(asked.indexOf('public') + 8, asked.indexOf('public') + 14);
  const oids = [1, 5].map((n) => Buffer.from([0x2b, 6, 1, 2, 1, 1, n, 0]));
  const bindings = values.map(([tag, content], i) =>
    tlv(0x30, tlv(0x06, oids[i] ?? Buffer.alloc(0)), tlv(tag, content)),
  );
  return tlv(
    0x30,
    tlv(0x02, Buffer.from([1])),
    tlv(0x04, Buffer.from('public')),
    tlv(
      0xa2,
      id,
      tlv(0x02, Buffer.from([status])),
      tlv(0x02, Buffer.from([0])),
      tlv(0x30, ...bindings),
    ),
  );
};
