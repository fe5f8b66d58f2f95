import type { TcpSource } from '#shared/identify/source.ts';

/** Of less than 128 bytes, whose length is one byte. */
const ber = (tag: number, ...content: Buffer[]): Buffer => {
  const body = Buffer.concat(content);
  return Buffer.concat([Buffer.from([tag, body.length]), body]);
};
const octets = (text: string): Buffer => ber(0x04, Buffer.from(text));
const number = (tag: number, value: number): Buffer => ber(tag, Buffer.from([value]));

const ATTRIBUTES = ['vendorName', 'vendorVersion', 'objectClass', 'dnsHostName', 'namingContexts'];

/** A search of the root's own entry (RFC 4512 §5.1), which is open to whoever has not bound. */
const QUESTION = ber(
  0x30,
  number(0x02, 1),
  ber(
    0x63,
    octets(''),
    number(0x0a, 0), // This entry alone
    number(0x0a, 0),
    number(0x02, 1),
    number(0x02, 2),
    number(0x01, 0),
    ber(0x87, Buffer.from('objectClass')), // that has a class, as all have.
    ber(0x30, ...ATTRIBUTES.map(octets)),
  ),
);

/** LDAPMessage 1 that holds an entry, or the end of the search. */
const isAnswer = (text: string): boolean => /^0[\s\S]{1,5}\x02\x01\x01[de]/.test(text);
/** searchResDone: application tag 5 with a result code, an empty DN and an empty or short text. */
const isOver = (text: string): boolean => /\x02\x01\x01e[\s\S]{1,5}\x0a\x01/.test(text);

/** Attribute and its first value: octet string, set, octet string with a short length. */
const textOf = (text: string, attribute: string): string | undefined => {
  const at = text
    .toLowerCase()
    .indexOf(`${String.fromCharCode(attribute.length)}${attribute.toLowerCase()}1`);
  const set = at < 0 ? -1 : text.indexOf('\x04', at + attribute.length + 2);
  const from = set + 2;
  return set < 0 ? undefined : text.slice(from, from + text.charCodeAt(from - 1));
};

const productOf = (text: string): string | undefined => {
  if (text.includes('OpenLDAProotDSE')) return 'OpenLDAP';
  return (
    textOf(text, 'vendorName') ??
    (text.includes('DC=ForestDnsZones,') ? 'Active Directory' : undefined)
  );
};

export const ldap: TcpSource = {
  transport: 'tcp',
  name: 'ldap',
  ports: [389, 3268],
  look: async (conversation) => {
    conversation.say(QUESTION);
    const heard = await conversation.hear((all) => isOver(all.toString('latin1')));
    const text = heard.toString('latin1');
    if (!isAnswer(text)) return {};
    const product = productOf(text);
    const version = textOf(text, 'vendorVersion');
    return { service: 'ldap', ...(product && { product }), ...(version && { version }) };
  },
};
