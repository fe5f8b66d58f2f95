import fc from 'fast-check';
import { formatAddress } from '#shared/domain/address.ts';
import { formatNetwork } from '#shared/domain/network.ts';
import { portPresets } from '#shared/domain/port-presets.ts';
import { hostileText } from '#test/support/hostile-text.ts';
import { anyAddress, anyNetwork, anyPortText } from '#test/support/network-arbitraries.ts';

/** Characters and pieces that other programs read as part of an address. */
const PIECES = [
  ...'0123456789abcdefABCDEFxX.:/-+,%& \t\n_',
  '::',
  '0x',
  '/33',
  '/0',
  '/129',
  '%lo',
  '٣',
  '０',
  '\u0000',
  '127.0.0.1',
  '169.254.169.254',
  '::ffff:127.0.0.1',
  '64:ff9b::7f00:1',
  '0177.0.0.1',
  '2130706433',
  'localhost',
  ...Object.keys(portPresets),
];

type Edit = { readonly at: number; readonly remove: number; readonly insert: string };
const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.nat(60),
  remove: fc.nat(3),
  insert: fc.oneof(fc.constant(''), fc.constantFrom(...PIECES)),
});

const apply = (text: string, { at, remove, insert }: Edit): string => {
  const place = text.length === 0 ? 0 : at % (text.length + 1);
  return text.slice(0, place) + insert + text.slice(place + remove);
};

/** Texts near to good ones: none to three edits away. */
const near = (good: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(good, fc.array(edit, { maxLength: 3 }))
    .map(([text, edits]) => edits.reduce(apply, text));

const goodNetwork = fc.oneof(
  anyNetwork().map(formatNetwork),
  anyAddress().map(formatAddress),
  fc
    .constantFrom<4 | 6>(4, 6)
    .chain((family) => fc.tuple(anyAddress(family), anyAddress(family)))
    .map((ends) => ends.map(formatAddress).join('-')),
);

export const networkText = fc.oneof(
  { weight: 6, arbitrary: near(goodNetwork) },
  {
    weight: 1,
    arbitrary: fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((p) => p.join('')),
  },
  { weight: 1, arbitrary: hostileText },
);

const presetText = fc
  .array(
    fc.oneof(
      fc.constantFrom(...Object.keys(portPresets)),
      fc.integer({ min: 1, max: 65_535 }).map(String),
    ),
    {
      minLength: 1,
      maxLength: 4,
    },
  )
  .map((items) => items.join(','));

export const portText = fc.oneof(
  { weight: 4, arbitrary: near(anyPortText) },
  { weight: 2, arbitrary: near(presetText) },
  { weight: 1, arbitrary: hostileText },
);
