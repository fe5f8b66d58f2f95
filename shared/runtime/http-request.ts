import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { DomainError } from '#shared/domain/errors.ts';

/** An HTTP request as our code sees it; header names are in lower case. */
export type HttpRequest = {
  readonly id: string;
  readonly ip: string;
  readonly method: string;
  readonly path: string;
  /** The raw query string, without the question mark. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
};

export const MAX_BODY_BYTES = 65_536;

/** Reads the event of an HTTP API, payload format 2.0. */
export const requestOf = (event: APIGatewayProxyEventV2): HttpRequest => ({
  id: event.requestContext.requestId,
  ip: event.requestContext.http.sourceIp,
  method: event.requestContext.http.method,
  path: event.rawPath,
  query: event.rawQueryString,
  headers: Object.fromEntries(
    Object.entries(event.headers).map(([name, value]) => [name.toLowerCase(), value]),
  ),
  body: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
});

const JSON_TYPE = /^application\/json(?:\s*;\s*charset\s*=\s*(?:utf-8|"utf-8"))?$/i;
/** Keeps a byte order mark, so that it is refused: JSON has none. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The body as JSON: media type, then size, then grammar. Throws the refusal of each. */
export const readJson = ({ headers, body }: HttpRequest): unknown => {
  checkMediaType(headers);
  if (body.byteLength > MAX_BODY_BYTES)
    throw new DomainError('payload-too-large', `A body has at most ${MAX_BODY_BYTES} bytes.`);
  try {
    return JSON.parse(utf8.decode(body));
  } catch {
    // What JSON.parse throws quotes the body: it does not become the cause.
    throw new DomainError('malformed-json', 'Send one JSON document in UTF-8, without a BOM.');
  }
};

/** A body that is text: its media type, and how long it may be. */
export type Accepted = { readonly media: string; readonly maxBytes: number };

const CHARSET = /;\s*charset\s*=\s*"?([\w-]+)"?\s*$/i;
/** As much as one who sends them may call them; GB 18030 holds GBK and GB 2312. */
const CHARSETS: Readonly<Record<string, string>> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  gbk: 'gb18030',
  gb2312: 'gb18030',
  gb18030: 'gb18030',
};

/** The text, without a byte order mark; null where the bytes are no such text. */
const decoded = (body: Buffer, charset: string): string | null => {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(body);
  } catch {
    return null;
  }
};

/** The charsets that a text may be in, by its media type; none where it may not be sent. */
const charsetsOf = ({ headers }: Pick<HttpRequest, 'headers'>, media: string): string[] => {
  const type = headers['content-type'] ?? '';
  const isPlain = (headers['content-encoding'] ?? 'identity').toLowerCase() === 'identity';
  if (!isPlain || type.split(';')[0]?.trim().toLowerCase() !== media) return [];
  const [, named] = CHARSET.exec(type) ?? [];
  if (named === undefined) return ['utf-8', 'gb18030'];
  return [CHARSETS[named.toLowerCase()] ?? []].flat();
};

/** The body as text in the charset that it comes with, or else in UTF-8 or GBK, whichever it is. */
export const readText = (request: HttpRequest, { media, maxBytes }: Accepted): string => {
  const charsets = charsetsOf(request, media);
  if (charsets.length === 0)
    throw new DomainError(
      'unsupported-media-type',
      `Send ${media} in UTF-8 or GBK, not compressed.`,
    );
  if (request.body.byteLength > maxBytes)
    throw new DomainError('payload-too-large', `A body has at most ${maxBytes} bytes.`);
  const [text] = charsets.flatMap((charset) => decoded(request.body, charset) ?? []);
  if (text !== undefined) return text;
  throw new DomainError(
    'validation-error',
    'The body is not text in the charset it is said to be.',
    { errors: [{ pointer: '', code: 'not-text' }] },
  );
};

const checkMediaType = (headers: HttpRequest['headers']): void => {
  const plain = (headers['content-encoding'] ?? 'identity').toLowerCase() === 'identity';
  if (plain && JSON_TYPE.test(headers['content-type'] ?? '')) return;
  throw new DomainError(
    'unsupported-media-type',
    'Send application/json in UTF-8, not compressed.',
  );
};
