import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_BODY_BYTES, readJson, requestOf } from '#shared/runtime/http-request.ts';
import { httpEvent } from '#test/support/http-event.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

const read = (body: string | undefined, headers: Record<string, string> = JSON_TYPE) =>
  readJson(requestOf(httpEvent({ headers, ...(body !== undefined && { body }) })));
const readBytes = (bytes: Uint8Array) =>
  readJson(
    requestOf(
      httpEvent({
        headers: JSON_TYPE,
        body: Buffer.from(bytes).toString('base64'),
        isBase64Encoded: true,
      }),
    ),
  );
const refusal = (code: string) => expect.objectContaining({ code });

describe('a JSON body', () => {
  it.each([
    'application/json',
    'Application/JSON',
    'application/json; charset=utf-8',
    'application/json;charset=UTF-8',
    'application/json ; charset="utf-8"',
  ])('is read as %s', (type) => {
    expect(read('{"a":1}', { 'content-type': type })).toEqual({ a: 1 });
  });

  it.each([
    '',
    'text/plain',
    'text/json',
    'application/jsonx',
    'application/json, text/plain',
    'application/json; charset=latin1',
    'application/json; charset=utf-8; x=y',
    'application/problem+json',
    'multipart/form-data',
  ])('is refused as %j', (type) => {
    expect(() => read('{}', { 'content-type': type })).toThrow(refusal('unsupported-media-type'));
  });

  it('is refused without a type, and compressed', () => {
    expect(() => read('{}', {})).toThrow(refusal('unsupported-media-type'));
    const headers = { ...JSON_TYPE, 'content-encoding': 'gzip' };
    expect(() => read('{}', headers)).toThrow(refusal('unsupported-media-type'));
  });

  it('finds its headers however they are spelt', () => {
    expect(read('[]', { 'Content-Type': 'application/json' })).toEqual([]);
  });

  it('has at most 65,536 bytes, which are not characters', () => {
    const bodyOf = (bytes: number) => `"${'é'.repeat((bytes - 2) / 2)}"`;
    expect(read(bodyOf(MAX_BODY_BYTES))).toHaveLength(MAX_BODY_BYTES / 2 - 1);
    expect(() => read(bodyOf(MAX_BODY_BYTES + 2))).toThrow(refusal('payload-too-large'));
  });

  it('is looked at in the order type, size, JSON', () => {
    const long = '{'.repeat(MAX_BODY_BYTES + 1);
    expect(() => read(long, { 'content-type': 'text/plain' })).toThrow(
      refusal('unsupported-media-type'),
    );
    expect(() => read(long)).toThrow(refusal('payload-too-large'));
  });

  it.each([undefined, '', '{', '{}{}', "{'a':1}", '{"a":NaN}', '\uFEFF{}', '{"a":1,}', '// x'])(
    'is not %j',
    (body) => {
      expect(() => read(body)).toThrow(refusal('malformed-json'));
    },
  );

  it('is UTF-8', () => {
    expect(readBytes(Buffer.from('{"a":"é"}'))).toEqual({ a: 'é' });
    expect(() => readBytes(Buffer.from('{"a":"é"}', 'latin1'))).toThrow(refusal('malformed-json'));
    expect(() => readBytes(Buffer.from('{"a":1}', 'utf16le'))).toThrow(refusal('malformed-json'));
    expect(() => readBytes(Buffer.from('\uFEFF{}'))).toThrow(refusal('malformed-json'));
  });

  it('comes out as it was sent, in Base64 or not', () => {
    fc.assert(
      fc.property(fc.json({ noUnicodeString: false, maxDepth: 3 }), (json) => {
        expect(read(json)).toEqual(JSON.parse(json));
        expect(readBytes(Buffer.from(json))).toEqual(JSON.parse(Buffer.from(json).toString()));
      }),
    );
  });

  it('is not quoted by its refusal', () => {
    expect(() => read('{"hunter2')).toThrow(
      expect.not.objectContaining({ cause: expect.anything() }),
    );
  });
});
