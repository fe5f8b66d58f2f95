import { u16 } from './bytes.ts';

const INTEGER = 0x02;
const OCTETS = 0x04;
const SEQUENCE = 0x30;
const GET_REQUEST = 0xa0;
const REPORTABLE = 0x04;
const USER_BASED = 3;

/** Tag, length, value, for values shorter than 128 bytes (BER, X.690 §8.1). */
const tlv = (tag: number, ...value: number[]): number[] => [tag, value.length, ...value];
const octets = (...value: number[]): number[] => tlv(OCTETS, ...value);
const sequence = (...parts: number[][]): number[] => tlv(SEQUENCE, ...parts.flat());
const small = (value: number): number[] => tlv(INTEGER, value);

/**
 * Discovery of the engine id (RFC 3414 §4): an empty request of no user, which an SNMPv3 agent answers with a report.
 * It guesses no community and reads nothing.
 */
export const snmpDiscovery: number[] = sequence(
  small(3),
  sequence(small(1), tlv(INTEGER, ...u16(1472)), octets(REPORTABLE), small(USER_BASED)),
  octets(...sequence(octets(), small(0), small(0), octets(), octets(), octets())),
  sequence(
    octets(),
    octets(),
    tlv(GET_REQUEST, ...[small(1), small(0), small(0), sequence()].flat()),
  ),
);
