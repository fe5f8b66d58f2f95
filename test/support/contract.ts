import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import * as z from 'zod';
import { routes } from '#functions/api/routes.ts';
import { type Answer, type Asked, ask, type Handler } from './http-event.ts';

type Media = { readonly schema?: object };
type Response = { readonly $ref?: string; readonly content?: Readonly<Record<string, Media>> };
type Operation = { readonly responses: Readonly<Record<string, Response>> };
type Document = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly responses: Readonly<Record<string, Response>> };
};

const own = routes.find(({ path }) => path === '/v1/openapi.json');
const asked = {
  id: '',
  method: '',
  path: '',
  query: '',
  headers: {},
  body: Buffer.from(''),
  ip: '',
};
const nobody = { id: '', label: '', role: 'viewer', owner: '', scopes: [] } as const;
/** The API's description of itself, as it serves it. */
export const openApi: unknown = await own?.answer(
  { ...asked, params: {}, requestId: null, admit: async () => {} },
  nobody,
  // It describes the routes, and asks nobody.
  {} as never,
);
const document = openApi as Document;

const ajv = new Ajv2020({ strict: false, allErrors: false, validateFormats: true });
addFormats.default(ajv);
ajv.addSchema(openApi as object, 'api', undefined, false);

const compiled = new Map<string, ValidateFunction>();
const validatorOf = (pointer: string): ValidateFunction => {
  const known = compiled.get(pointer);
  if (known) return known;
  const validate = ajv.compile({ $ref: `api#${pointer}` });
  compiled.set(pointer, validate);
  return validate;
};

const escaped = (step: string): string =>
  encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'));
const pointerTo = (...steps: string[]): string => steps.map((step) => `/${escaped(step)}`).join('');

const templates = Object.keys(document.paths).map((template) => ({
  template,
  pattern: new RegExp(`^${template.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`),
}));
/** The described path that a path is one of; one that is written out wins. */
const templateOf = (path: string): string | undefined =>
  document.paths[path] ? path : templates.find(({ pattern }) => pattern.test(path))?.template;

/** What may be said of a path or a method that is not described. */
const OUTSIDE = [401, 404, 405, 429, 500, 503];

const complain = (
  { method = 'GET', path = '/' }: Asked,
  { status, body }: Answer,
  what: string,
) => {
  throw new Error(
    `${method} ${path} was answered ${status}, which the API's description has otherwise: ${what}\n${JSON.stringify(body)?.slice(0, 1000)}`,
  );
};

const responsePointer = (template: string, method: string, status: number): string | null => {
  const response = document.paths[template]?.[method]?.responses[status];
  if (!response) return null;
  return (
    response.$ref?.slice(1) ?? pointerTo('paths', template, method, 'responses', String(status))
  );
};

const responseAt = (pointer: string): Response =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~'))
    // biome-ignore lint/suspicious/noExplicitAny: any document is walked by any pointer.
    .reduce<any>((at, step) => at[step], document);

const checkBody = (asked: Asked, answered: Answer, pointer: string): void => {
  const { content } = responseAt(pointer);
  const type = String(answered.headers['content-type'] ?? '').replace(/;.*/, '');
  if (content === undefined) {
    if (answered.body !== undefined) complain(asked, answered, 'no content');
    return;
  }
  if (content[type] === undefined) complain(asked, answered, `content-type is not ${type}`);
  const validate = validatorOf(`${pointer}${pointerTo('content', type, 'schema')}`);
  if (!validate(answered.body)) complain(asked, answered, ajv.errorsText(validate.errors));
};

/** The template that a request is described at. The names of methods are case-sensitive (RFC 9110 §9.1): a `delete` is no DELETE. */
const describedAt = ({ path = '/', method = 'GET' }: Asked): string | null => {
  const template = templateOf(path);
  if (template === undefined || method !== method.toUpperCase()) return null;
  return document.paths[template]?.[method.toLowerCase()] ? template : null;
};

/** What the gateway says by itself where the function gave no answer: it died, or took too long. */
const gatewaysOwn = z.strictObject({ message: z.string() });
const isGatewaysOwn = ({ status, body }: Answer): boolean =>
  status >= 500 && gatewaysOwn.safeParse(body).success;

/** Paths and methods that the document does not have are refused by problems. */
const checkRefusal = (asked: Asked, answered: Answer): void => {
  if (!OUTSIDE.includes(answered.status)) complain(asked, answered, 'it is not there');
  if (!validatorOf('/components/schemas/Problem')(answered.body))
    complain(asked, answered, 'not a problem');
};

const checkDescribed = (template: string, asked: Asked, answered: Answer): void => {
  const method = (asked.method ?? 'GET').toLowerCase();
  const pointer = responsePointer(template, method, answered.status);
  if (pointer === null) complain(asked, answered, 'no such status');
  else checkBody(asked, answered, pointer);
};

/** Throws unless the answer is one that the API's OpenAPI document describes: its status, its media type, its body. */
export const checkContract = (asked: Asked, answered: Answer): void => {
  if (isGatewaysOwn(answered)) return;
  const template = describedAt(asked);
  if (template === null) checkRefusal(asked, answered);
  else checkDescribed(template, asked, answered);
};

/** The validator of a schema of the document, by the JSON pointer to it. */
export const schemaAt = (...steps: string[]): ValidateFunction => validatorOf(pointerTo(...steps));

/** Asks a handler of the API, and holds its answer to the description. */
export const askByContract = async (handler: Handler, asked: Asked): Promise<Answer> => {
  const answer = await ask(handler, asked);
  checkContract(asked, answer);
  return answer;
};
