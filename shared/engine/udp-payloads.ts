import * as binary from './payloads/binary.ts';
import { dnsVersion, mdnsServices, netbiosStatus } from './payloads/dns.ts';
import { ikeInit, ikeInitBehindNat } from './payloads/ike.ts';
import { bacnetDevice, enipServices } from './payloads/industrial.ts';
import { snmpDiscovery } from './payloads/snmp.ts';
import { memcachedVersion, sipOptions, ssdpSearch, tftpRead } from './payloads/text.ts';

/**
 * What makes the usual service of a port speak, written from the protocol documents. Each asks for something small: no
 * answer is many times its question, and none changes anything.
 */
const payloads: ReadonlyMap<number, Uint8Array> = new Map(
  (
    [
      [53, dnsVersion],
      [69, tftpRead],
      [111, binary.portmapNull],
      [123, binary.ntpClient],
      [137, netbiosStatus],
      [161, snmpDiscovery],
      [443, binary.quicUnknownVersion],
      [500, ikeInit],
      [623, binary.rmcpPing],
      [1900, ssdpSearch],
      [2049, binary.nfsNull],
      [3478, binary.stunBinding],
      [4500, ikeInitBehindNat],
      [5060, sipOptions],
      [5351, binary.natPmpAddress],
      [5353, mdnsServices],
      [5683, binary.coapPing],
      [11_211, memcachedVersion],
      [44_818, enipServices],
      [47_808, bacnetDevice],
    ] satisfies [number, number[]][]
  ).map(([port, bytes]) => [port, Uint8Array.from(bytes)]),
);
const NOTHING = new Uint8Array(0);

/** The datagram to send to a port; empty where no service is usual. */
export const payloadFor = (port: number): Uint8Array => payloads.get(port) ?? NOTHING;

/** True when the usual service of the port can be made to speak. */
export const hasPayload = (port: number): boolean => payloads.has(port);
