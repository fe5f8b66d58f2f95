import fc from 'fast-check';
import { asks, sendsJson } from '#test/support/api-with.ts';
import { badInputs } from '#test/support/bad-inputs.ts';
import { openApi } from '#test/support/contract.ts';
import type { Asked } from '#test/support/http-event.ts';
import { fromSchema, junk, type Schema } from './from-schema.ts';

type Parameter = {
  readonly in: 'path' | 'query' | 'header';
  readonly name: string;
  readonly schema: Schema;
};
type Operation = {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: { 'application/json': { schema: Schema } } };
};
const { paths } = openApi as { paths: Record<string, Record<string, Operation>> };

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? '');

const fewValues = (name: string): fc.Arbitrary<unknown> =>
  name === 'ip' ? fc.constantFrom('10.2.0.7', 'fd12%3A%3A7', 'fd12::7') : fc.constant(7);

const pathOf = (template: string, parameters: readonly Parameter[]): fc.Arbitrary<string> => {
  const own = parameters.filter((parameter) => parameter.in === 'path');
  const values = own.map(({ name, schema }) =>
    fc.oneof(
      { weight: 4, arbitrary: fewValues(name) },
      { weight: 1, arbitrary: fromSchema(schema) },
      { weight: 1, arbitrary: junk },
    ),
  );
  return fc
    .tuple(...values)
    .map((filled) =>
      own.reduce(
        (path, { name }, at) => path.replace(`{${name}}`, () => textOf(filled[at])),
        template,
      ),
    );
};

const queryOf = (parameters: readonly Parameter[]): fc.Arbitrary<string> => {
  const own = parameters.filter((parameter) => parameter.in === 'query');
  const pairs = own.map(({ name, schema }) =>
    fc
      .option(
        fc.oneof({ weight: 5, arbitrary: fromSchema(schema) }, { weight: 1, arbitrary: junk }),
      )
      .map((value) => (value === null ? {} : { [name]: textOf(value).toWellFormed() })),
  );
  const described = fc
    .tuple(...pairs)
    .map((all) => new URLSearchParams(Object.assign({}, ...all)).toString());
  return fc.oneof(
    { weight: 6, arbitrary: described },
    { weight: 1, arbitrary: fc.webQueryParameters() },
    { weight: 1, arbitrary: junk.map(textOf) },
  );
};

/** Puts something else in one place of a value. */
const spoilt = (value: unknown, steps: readonly number[], by: unknown): unknown => {
  const [step = 0, ...rest] = steps;
  if (typeof value !== 'object' || value === null || steps.length === 0) return by;
  const keys = Object.keys(value);
  const key = keys[step % Math.max(1, keys.length)];
  if (key === undefined) return by;
  const inner = spoilt((value as Record<string, unknown>)[key], rest, by);
  if (Array.isArray(value)) return value.map((item, at) => (String(at) === key ? inner : item));
  return { ...value, [key]: inner, ...(rest.length === 2 && { [textOf(by).slice(0, 40)]: by }) };
};

const cut = (text: string, at: number): string => text.slice(0, at % (text.length + 1));

const bodyOf = ({ requestBody }: Operation): fc.Arbitrary<string | undefined> => {
  const schema = requestBody?.content['application/json']?.schema;
  if (schema === undefined) return fc.constantFrom(undefined, '', '{}');
  const good = fromSchema(schema);
  const path = fc.array(fc.nat(9), { maxLength: 3 });
  const known = badInputs
    .map(({ request }) => request.body ?? '')
    .filter((body) => body.length < 5000);
  return fc.oneof(
    { weight: 4, arbitrary: good.map(textOf) },
    { weight: 4, arbitrary: fc.tuple(good, path, junk).map((parts) => textOf(spoilt(...parts))) },
    {
      weight: 1,
      arbitrary: fc.tuple(good.map(textOf), fc.nat()).map(([text, at]) => cut(text, at)),
    },
    { weight: 1, arbitrary: junk.map(textOf) },
    { weight: 1, arbitrary: fc.constantFrom(...known) },
  );
};

const headers = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(sendsJson('operator'), sendsJson('admin')) },
  {
    weight: 1,
    arbitrary: fc.constantFrom({}, sendsJson('viewer'), sendsJson('nobody'), asks('admin')),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      ...Object.fromEntries(
        Object.entries(sendsJson('operator')).map(([name, value]) => [name, fc.constant(value)]),
      ),
      'idempotency-key': junk.map(textOf),
    }) as fc.Arbitrary<Record<string, string>>,
  },
);

const ofOperation = (
  template: string,
  method: string,
  operation: Operation,
): fc.Arbitrary<Asked> => {
  const { parameters = [] } = operation;
  return fc
    .record({
      path: pathOf(template, parameters),
      query: fc.oneof(
        { weight: 2, arbitrary: fc.constant('') },
        { weight: 1, arbitrary: queryOf(parameters) },
      ),
      headers,
      body: bodyOf(operation),
      method: fc.oneof(
        { weight: 30, arbitrary: fc.constant(method.toUpperCase()) },
        { weight: 1, arbitrary: fc.constantFrom('GET', 'PUT', 'HEAD', 'TRACE', 'delete') },
      ),
    })
    .map(({ body, ...asked }) => ({ ...asked, ...(body !== undefined && { body }) }));
};

const operations = Object.entries(paths).flatMap(([template, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ template, method, operation })),
);

/** Requests made of the API's own description, and spoilt. */
export const anyRequest: fc.Arbitrary<Asked> = fc.oneof(
  ...operations.map(({ template, method, operation }) => ofOperation(template, method, operation)),
);

const creation = paths['/v1/tasks']?.post ?? {};
/** Bodies of new tasks alone: what Netsweep would go on to probe. */
export const anyCreation: fc.Arbitrary<Asked> = ofOperation('/v1/tasks', 'post', creation);
