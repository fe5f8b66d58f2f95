import { type Answer, decode, encode } from 'dns-packet';

const RESPONSE = 'response';

/**
 * Asks a host's mDNS responder for the name of an address. Coming from another port than 5353, it is a legacy unicast
 * query (RFC 6762 §6.7), which is answered to us alone, like any DNS query.
 */
export const mdnsNameRequest = (id: number, reverse: string): Buffer =>
  encode({ type: 'query', id, flags: 0, questions: [{ type: 'PTR', class: 'IN', name: reverse }] });

const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

const nameIn = (answers: readonly Answer[], reverse: string): string | null => {
  const found = answers.find((answer) => answer.type === 'PTR' && sameName(answer.name, reverse));
  const name = found?.type === 'PTR' ? found.data : '';
  return /.\.local$/i.test(name) ? Buffer.from(name, 'utf8').toString('latin1') : null;
};

/** The `….local` name that a response to the query of that id gives the address, one character a byte; null else. */
export const readMdnsName = (reply: Buffer, id: number, reverse: string): string | null => {
  try {
    const { id: answered, type, answers = [] } = decode(reply);
    return answered === id && type === RESPONSE ? nameIn(answers, reverse) : null;
  } catch {
    return null; // No DNS message.
  }
};
