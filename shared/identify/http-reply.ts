/** As much of an HTTP/1 answer as was heard. Lenient: a stranger wrote it, and part of it may be missing. */
export type HttpReply = {
  readonly status: number;
  /** Values by name in lower case, the first where one is repeated. */
  readonly headers: ReadonlyMap<string, string>;
  /** Bytes of the head, the empty line included. */
  readonly headBytes: number;
  /** As it came over the wire, still in chunks if it came in chunks. */
  readonly body: Buffer;
};

const HEAD_END = '\r\n\r\n';
const STATUS = /^HTTP\/\d(?:\.\d)? (?<status>[1-9]\d\d)\b/;
const LAST_CHUNK = /(?:^|\r\n)0+(?:;[^\r\n]{0,200})?\r\n\r\n$/;
/** The longest last chunk that is looked for. */
const LAST_CHUNK_BYTES = 256;
const NO_BODY: ReadonlySet<number> = new Set([204, 304]);

/** Null where it is no HTTP/1. */
export const readReply = (heard: Buffer): HttpReply | null => {
  const end = heard.indexOf(HEAD_END);
  const headBytes = end < 0 ? heard.length : end + HEAD_END.length;
  const head = heard.toString('latin1', 0, headBytes);
  const status = STATUS.exec(head)?.groups?.status;
  if (status === undefined) return null;
  const headers = headersOf(head.split('\r\n').slice(1));
  return { status: Number(status), headers, headBytes, body: heard.subarray(headBytes) };
};

const headersOf = (lines: readonly string[]): ReadonlyMap<string, string> => {
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon < 1) continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    if (!headers.has(name)) headers.set(name, line.slice(colon + 1).trim());
  }
  return headers;
};

const isChunked = ({ headers }: HttpReply): boolean =>
  /\bchunked\b/i.test(headers.get('transfer-encoding') ?? '');

/** Bytes of the body as the head says; null where it does not. */
export const bodyLength = (reply: HttpReply): number | null => {
  if (NO_BODY.has(reply.status)) return 0;
  const length = reply.headers.get('content-length');
  return length !== undefined && /^\d{1,9}$/.test(length) && !isChunked(reply)
    ? Number(length)
    : null;
};

/** True once the whole answer was heard, as far as the answer itself tells where it ends. */
export const isWhole = (heard: Buffer): boolean => {
  if (heard.indexOf(HEAD_END) < 0) return false;
  const reply = readReply(heard);
  if (reply === null) return true;
  const length = bodyLength(reply);
  if (length !== null) return reply.body.length >= length;
  const tail = reply.body.subarray(-LAST_CHUNK_BYTES).toString('latin1');
  return isChunked(reply) && LAST_CHUNK.test(tail);
};

/** Joins what came in chunks. Null where a chunk is missing or no chunk at all. */
const joined = (body: Buffer): Buffer | null => {
  const parts: Buffer[] = [];
  for (let at = 0; ; ) {
    const lineEnd = body.indexOf('\r\n', at);
    if (lineEnd < 0) return null;
    const size = Number.parseInt(body.toString('latin1', at, lineEnd), 16);
    if (!(size >= 0) || lineEnd + 2 + size > body.length) return null;
    if (size === 0) return Buffer.concat(parts);
    parts.push(body.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
  }
};

/** The content of a whole answer; null where it is not whole. */
export const contentOf = (reply: HttpReply): Buffer | null => {
  if (isChunked(reply)) return joined(reply.body);
  const length = bodyLength(reply);
  return length !== null && reply.body.length >= length ? reply.body.subarray(0, length) : null;
};
