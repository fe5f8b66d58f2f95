import { ascii, u16 } from './bytes.ts';

const lines = (...text: string[]): number[] => ascii([...text, '', ''].join('\r\n'));

/** OPTIONS (RFC 3261 §11). No proxy may pass it on: Max-Forwards is 0. */
export const sipOptions = lines(
  'OPTIONS sip:netsweep.invalid SIP/2.0',
  'Via: SIP/2.0/UDP netsweep.invalid;branch=z9hG4bKnetsweep;rport',
  'Max-Forwards: 0',
  'From: <sip:netsweep@netsweep.invalid>;tag=netsweep',
  'To: <sip:netsweep.invalid>',
  'Call-ID: netsweep@netsweep.invalid',
  'CSeq: 1 OPTIONS',
  'Contact: <sip:netsweep@netsweep.invalid>',
  'Content-Length: 0',
);

/** M-SEARCH for the root device alone (UPnP Device Architecture 2.0 §1.3.2): one answer, not one a service. */
export const ssdpSearch = lines(
  'M-SEARCH * HTTP/1.1',
  'HOST: 239.255.255.250:1900',
  'MAN: "ssdp:discover"',
  'MX: 1',
  'ST: upnp:rootdevice',
);

/** A read of a file that nobody has (RFC 1350 §5). The error comes from another port, so it often goes unheard. */
export const tftpRead = [...u16(1), ...ascii('netsweep-no-such-file'), 0, ...ascii('octet'), 0];

/** `version` behind memcached's UDP frame header: request id, sequence, count, reserved (its protocol.txt). */
export const memcachedVersion = [...[1, 0, 1, 0].flatMap(u16), ...ascii('version\r\n')];
