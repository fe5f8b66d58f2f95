import fc from 'fast-check';
import { openApi } from '#test/support/contract.ts';
import { hostileText } from '#test/support/hostile-text.ts';
import { networkText, portText } from './texts.ts';

/** As much of JSON Schema as the description of the API uses. */
export type Schema = {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
};

const resolve = (ref: string): Schema =>
  ref
    .split('/')
    .slice(1)
    // biome-ignore lint/suspicious/noExplicitAny: any document is walked by any pointer.
    .reduce<any>((at, step) => at[step], openApi);

/** Texts that mean something to the API, and others. */
const text = fc.oneof(
  networkText,
  portText,
  hostileText,
  fc.constantFrom('10.0.0.0/24', '22,80', '', 'web', '0 3 * * *', 'UTC', 'Asia/Shanghai', 'lab'),
);

const network = fc.constantFrom(
  '10.0.0.0/24',
  '10.2.0.7',
  '192.168.1.0-192.168.1.9',
  'fd12:3456:789a::/120',
);
/** What is meant, by the name of the member: else hardly a request would get as far as to do something. */
const meant: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  networks: fc.array(network, { minLength: 1, maxLength: 2 }),
  exclude: fc.subarray(['10.0.0.9', '10.2.0.0/16']),
  cidr: fc.constantFrom('10.9.0.0/16', '10.2.0.7'),
  scopes: fc.subarray(['10.0.0.0/24', '192.168.0.0/16']),
  tcp_ports: fc.constantFrom('22', '22,80', 'web'),
  udp_ports: fc.constantFrom('', '53'),
  schedule: fc.constant({ cron: ['0 3 * * *'], timezone: 'UTC' }),
  label: fc.constantFrom('lab', 'König’s'),
  rate: fc.constant(2000),
  rate_per_host: fc.constantFrom(null, 100),
  patience_ms: fc.constant(1000),
};

const arrayOf = ({ items = {}, minItems = 0, maxItems = 5 }: Schema): fc.Arbitrary<unknown> =>
  fc.array(fromSchema(items), {
    minLength: Math.min(5, minItems),
    maxLength: Math.min(5, maxItems),
  });

const memberOf = (name: string, schema: Schema): fc.Arbitrary<unknown> => {
  const described = { weight: 1, arbitrary: fromSchema(schema) };
  const known = meant[name];
  return known ? fc.oneof({ weight: 3, arbitrary: known }, described) : described.arbitrary;
};

const objectOf = ({ properties = {}, required = [] }: Schema): fc.Arbitrary<unknown> =>
  fc.record(
    Object.fromEntries(Object.entries(properties).map(([key, one]) => [key, memberOf(key, one)])),
    { requiredKeys: [...required] },
  );

const ofType: Readonly<Record<string, (schema: Schema) => fc.Arbitrary<unknown>>> = {
  string: () => text,
  integer: ({ minimum = 0, maximum = 2 ** 53 - 1 }) =>
    fc.oneof(
      fc.integer({ min: minimum, max: Math.min(maximum, minimum + 100) }),
      fc.constantFrom(minimum, maximum),
    ),
  number: () => fc.double(),
  boolean: () => fc.boolean(),
  null: () => fc.constant(null),
  array: arrayOf,
  object: objectOf,
};

/** Values that a schema describes; formats and patterns are left to the mutations to miss. */
export const fromSchema = (schema: Schema): fc.Arbitrary<unknown> => {
  if (schema.$ref) return fromSchema(resolve(schema.$ref));
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map(fromSchema));
  const types = [schema.type ?? 'string'].flat();
  return fc.oneof(...types.map((type) => (ofType[type] ?? ofType.string ?? (() => text))(schema)));
};

/** Anything that JSON can say, near to nothing in particular. */
export const junk: fc.Arbitrary<unknown> = fc.oneof(
  text,
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(null, -1, 0, 1.5, 1e308, 2 ** 53, true, [], {}, '', { __proto__: null }),
);
