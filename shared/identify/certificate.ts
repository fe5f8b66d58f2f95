import type { X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import type { TlsIdentity } from '#shared/domain/identity.ts';

/** Names beyond these are left out: a certificate of a big host has hundreds. */
const MOST_NAMES = 100;
/** A name as OpenSSL's text has it; one with a comma in it is quoted as in JSON. */
const NAME = /(?:DNS|IP Address):("(?:[^"\\]|\\.)*"|[^,]*)/g;

const sansOf = (names: string | undefined): string[] =>
  [...(names ?? '').matchAll(NAME)]
    .slice(0, MOST_NAMES)
    .map(([, name = '']) => (name.startsWith('"') ? name.slice(1, -1) : name));

/** One line: `CN=host,O=org`. */
const lineOf = (name: string | undefined): string => (name ?? '').split('\n').join(',');

const isSelfSigned = (certificate: X509Certificate): boolean =>
  certificate.subject === certificate.issuer && certificate.verify(certificate.publicKey);

/** What the server's certificate says of itself, the chain and its trustworthiness left aside. Null without one. */
export const certificateOf = (socket: TLSSocket): TlsIdentity | null => {
  try {
    const certificate = socket.getPeerX509Certificate();
    if (!certificate) return null;
    return {
      subject: lineOf(certificate.subject),
      issuer: lineOf(certificate.issuer),
      sans: sansOf(certificate.subjectAltName),
      not_before: certificate.validFromDate.toISOString(),
      not_after: certificate.validToDate.toISOString(),
      self_signed: isSelfSigned(certificate),
      protocol: socket.getProtocol() ?? 'unknown',
    };
  } catch {
    return null; // A certificate that OpenSSL itself cannot read, such as one with a date that is none.
  }
};
