import fc from 'fast-check';

/** Text that somebody on the network may say of themselves to do harm where it is shown. */
const HOSTILE = [
  '=1+1',
  '=cmd|"/c calc"!A1',
  '@SUM(A1)',
  '+1',
  '-1',
  '\t=1',
  '\r\n=1',
  '"],"=1',
  '<script>alert(1)</script>',
  '<!ENTITY x SYSTEM "file:///etc/passwd">&x;',
  ']]>',
  '"><img src=x onerror=alert(1)>',
  '\u0000',
  '\u001b[2J\u001b]0;owned\u0007',
  '\u009b31m',
  '\u202egnp.exe',
  '\u2066\u2069\u200f',
  '\ud800',
  'x\udc00y',
  '\u2028\u2029',
  '\ufffe\uffff',
  '\ufeff',
  '\u{e0041}\u{e007f}',
  'a\nb\rc',
  '%0d%0aset-cookie: x=1',
  "'; drop table netsweep_host; --",
];

export const hostileTexts: readonly string[] = HOSTILE;

/** Such text, alone or amid other text. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc
    .tuple(fc.string(), fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary' }))
    .map((parts) => parts.join('')),
  fc.string({ unit: 'binary' }),
);
