import type { X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import type { TlsIdentity } from '#shared/domain/identity.ts';
import { instant } from '#shared/domain/instant.ts';

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

/** Throws for a year that other programs, Postgres among them, do not read as we write it. */
const timeOf = (time: Date): string => instant.parse(time.toISOString()).toISOString();

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
      not_before: timeOf(certificate.validFromDate),
      not_after: timeOf(certificate.validToDate),
      self_signed: isSelfSigned(certificate),
      protocol: socket.getProtocol() ?? 'unknown',
    };
  } catch {
    return null; // A certificate that OpenSSL itself cannot read, such as one with a date that is none.
  }
};
