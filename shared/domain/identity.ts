import * as z from 'zod';

/**
 * What is behind an open port and whose address it is, as it is stored and as it is shown: one document for both. Every
 * text in it came from a stranger and has been through `printableAscii` (shared/identify/printable-ascii.ts).
 */

/** Of the certificate that a server showed. Nothing here says that it is to be trusted. */
export const tlsIdentity = z.strictObject({
  /** `CN=host,O=org`, as far as it was said. */
  subject: z.string(),
  issuer: z.string(),
  /** DNS names and addresses, without their kind. */
  sans: z.array(z.string()),
  not_before: z.iso.datetime(),
  not_after: z.iso.datetime(),
  self_signed: z.boolean(),
  /** `TLSv1.3` and the like. */
  protocol: z.string(),
});
export type TlsIdentity = z.infer<typeof tlsIdentity>;

export const httpIdentity = z.strictObject({
  status: z.int().min(100).max(999),
  server: z.string().optional(),
  title: z.string().optional(),
  /** Where it redirects to. */
  location: z.string().optional(),
  /** Of the whole of /favicon.ico, in hex. */
  favicon_sha256: z.string().optional(),
});
export type HttpIdentity = z.infer<typeof httpIdentity>;

export const sshIdentity = z.strictObject({
  /** `SHA256:…` of the host key, as ssh-keygen writes it. */
  fingerprint: z.string(),
});

const portFields = {
  /** What is spoken there; where nobody said, what is commonly there. */
  service: z.string().optional(),
  product: z.string().optional(),
  version: z.string().optional(),
  /** What was heard first, bytes that are not printable ASCII as \xHH. */
  banner: z.string().max(1024).optional(),
  tls: tlsIdentity.optional(),
  http: httpIdentity.optional(),
  ssh: sshIdentity.optional(),
  /** `fragile`: a printer or a machine, which is not spoken to unless the task says so. */
  unspoken: z.enum(['fragile']).optional(),
};
export const portIdentity = z.strictObject(portFields);
export type PortIdentity = z.infer<typeof portIdentity>;

/**
 * Where a name of a host may come from, the most telling first (hostname.ts chooses by it):
 * - `ptr`: the DNS, both ways: whoever runs the network calls it so, and the name leads back to the address
 * - `snmp`, `netbios`, `mdns`: what its administrator called it; NetBIOS cuts it to 15 capitals, mDNS adds `.local`
 * - `ptr-only`: the DNS has the name for the address and not the address for the name: often out of date
 * - `tls`, `banner`: what a service on it is called, which may be one of many on many machines
 */
export const NAME_SOURCES = [
  'ptr',
  'snmp',
  'netbios',
  'mdns',
  'ptr-only',
  'tls',
  'banner',
] as const;
export type NameSource = (typeof NAME_SOURCES)[number];

export const hostName = z.strictObject({ name: z.string(), source: z.enum(NAME_SOURCES) });
export type HostName = z.infer<typeof hostName>;

/** `partial`: time ran out, or a question failed at our own end. `off`: the task asked for no more than ports. */
export const identified = z.enum(['whole', 'partial', 'off']);
export type Identified = z.infer<typeof identified>;

/** What one source learnt of a host. */
export type HostFacts = {
  readonly names?: readonly HostName[];
  /** Lower case, with colons. */
  readonly mac?: string;
  readonly workgroup?: string;
  readonly description?: string;
};

/** What is known of a host beside its hostname, MAC address and vendor. */
export type KnownOfHost = {
  readonly names: readonly HostName[];
  readonly workgroup: string | null;
  readonly description: string | null;
  readonly identified: Identified;
};

export type HostIdentity = KnownOfHost & {
  readonly hostname: string | null;
  readonly mac: string | null;
  readonly vendor: string | null;
};
