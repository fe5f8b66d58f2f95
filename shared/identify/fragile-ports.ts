/**
 * Raw printing (what is said there comes out on paper), S7, Modbus, DNP3, EtherNet/IP and BACnet: machines that were seen
 * to stop over an unexpected byte.
 */
const FRAGILE: ReadonlySet<number> = new Set([
  9100, 9101, 9102, 9103, 9104, 9105, 9106, 9107, 102, 502, 20_000, 44_818, 47_808,
]);

/** Ports that are not spoken to, in TCP or UDP, unless the task says so. */
export const isFragile = (port: number) => FRAGILE.has(port);
