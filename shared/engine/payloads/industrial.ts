import { u16, u32 } from './bytes.ts';

const DEVICE = 8;
const ANY_INSTANCE = 0x3fffff;
const OBJECT_IDENTIFIER = 75;

/** ReadProperty (ASHRAE 135 §15.5): the identifier of whatever device is there, by the instance number that means any. */
const readProperty = [
  // A confirmed request in one segment, answered in at most 1,476 bytes; its number and service.
  ...[0x00, 0x05, 0x01, 0x0c],
  ...[0x0c, ...u32(DEVICE * 2 ** 22 + ANY_INSTANCE)],
  ...[0x19, OBJECT_IDENTIFIER],
];
/** For this node alone (annex J: 0x0a), version 1 of the network layer, expecting a reply. */
const bacnetHeader = (length: number): number[] => [0x81, 0x0a, ...u16(length), 0x01, 0x04];
const BACNET_HEADER_BYTES = 6;
export const bacnetDevice = [
  ...bacnetHeader(BACNET_HEADER_BYTES + readProperty.length),
  ...readProperty,
];

/** ListServices of EtherNet/IP (CIP volume 2, §2-4.6): a header of 24 bytes with the command, little-endian, and no more. */
export const enipServices = [0x04, 0x00, ...Array<number>(22).fill(0)];
