import fc from 'fast-check';
import { type Address, addressBits, type Family } from '#shared/domain/address.ts';
import { type Network, networkOf } from '#shared/domain/network.ts';
import { type Ports, parsePorts } from '#shared/domain/ports.ts';

const anyValue = (family: Family): fc.Arbitrary<bigint> =>
  fc.oneof(
    fc.bigInt({ min: 0n, max: (1n << BigInt(addressBits(family))) - 1n }),
    // Few set bits: long runs of zero groups, addresses at the edges of blocks.
    fc
      .array(fc.nat(addressBits(family) - 1), { maxLength: 3 })
      .map((bits) => bits.reduce((value, bit) => value | (1n << BigInt(bit)), 0n)),
  );

/** Any address, of the given family or of either. */
export const anyAddress = (only?: Family): fc.Arbitrary<Address> =>
  fc
    .constantFrom<Family>(...(only ? [only] : ([4, 6] as const)))
    .chain((family) => anyValue(family).map((value) => ({ family, value })));

/** Any network with a prefix of at least `minPrefix`. */
export const anyNetwork = (only?: Family, minPrefix = 0): fc.Arbitrary<Network> =>
  anyAddress(only).chain((address) =>
    fc
      .integer({ min: minPrefix, max: addressBits(address.family) })
      .map((prefix) => networkOf(address, prefix)),
  );

const anyPort = fc.integer({ min: 1, max: 65_535 });
const anyPortItem = fc.oneof(
  anyPort.map(String),
  fc.tuple(anyPort, anyPort).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`),
  // Close together, so that overlaps and neighbours are common.
  fc.integer({ min: 1, max: 30 }).map(String),
);

/** Port texts as a caller may write them: unsorted, repeated, overlapping; '' too. */
export const anyPortText: fc.Arbitrary<string> = fc
  .array(anyPortItem, { maxLength: 30 })
  .map((items) => items.join(','));

/** Canonical port sets. */
export const anyPorts: fc.Arbitrary<Ports> = anyPortText.map((text) => parsePorts(text));
