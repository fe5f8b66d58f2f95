import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Deps } from '#functions/api/deps.ts';
import { pageIn } from '#functions/api/page.ts';
import { pageRoutes } from '#functions/api/page-routes.ts';
import { httpHandler } from '#shared/runtime/http.ts';
import { apiDeps } from '#test/support/api-with.ts';
import { contextWith, httpEvent } from '#test/support/http-event.ts';
import { listeningLog } from '#test/support/listening-log.ts';
import { useTempFolder } from '#test/support/temp-folder.ts';

const folder = await useTempFolder();
await mkdir(join(folder, 'assets'));
await writeFile(join(folder, 'index.html'), '<!doctype html>');
await writeFile(join(folder, 'assets', 'app-Xy_1.js.gz'), gzipSync('let x'));
await writeFile(join(folder, 'secret.js.gz'), gzipSync('secret'));

const pageWith = (origins?: string[]) => {
  const issuer = origins && { origins: async () => origins };
  const routes = pageRoutes<Deps>(pageIn(pathToFileURL(`${folder}/`)), issuer);
  const handler = httpHandler<Deps>({
    routes,
    deps: async () => apiDeps({}),
    log: listeningLog(),
  });
  return async (path: string, method = 'GET', query = '') =>
    handler(httpEvent({ path, method, query }), contextWith(29_000));
};
const get = pageWith();

describe('the page', () => {
  it('is served to anybody, never from a cache without being asked for', async () => {
    const { statusCode, headers, body, isBase64Encoded } = await get('/');
    expect(statusCode).toBe(200);
    expect(isBase64Encoded).toBe(true);
    expect(Buffer.from(body ?? '', 'base64').toString()).toBe('<!doctype html>');
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
  });

  it('may load nothing but itself, run nothing that is text, and be framed by nobody', async () => {
    const { headers } = await get('/');
    const policy = String(headers?.['content-security-policy']);
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
  });

  it('may ask the issuer and who gives out its tokens where one is named, and nobody else', async () => {
    const { headers } = await pageWith(['https://login.test', 'https://token.test'])('/');
    const policy = String(headers?.['content-security-policy']);
    expect(policy).toContain("connect-src 'self' https://login.test https://token.test;");
    expect(policy.match(/https:/g)).toHaveLength(2);
  });

  it('has its files compressed and kept for ever', async () => {
    const { statusCode, headers, body } = await get('/assets/app-Xy_1.js');
    expect(statusCode).toBe(200);
    expect(gunzipSync(Buffer.from(body ?? '', 'base64')).toString()).toBe('let x');
    expect(headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'content-encoding': 'gzip',
      'cache-control': 'public, max-age=31536000, immutable',
    });
  });

  it.each([
    '/assets/none.js',
    '/assets/..%2fsecret.js',
    '/assets/../secret.js',
    '/assets/app-Xy_1.js.gz',
    '/assets/.js',
    '/assets/app-Xy_1.html',
    '/assets/a%00.js',
  ])('has no file %s', async (path) => {
    expect(await get(path)).toMatchObject({ statusCode: expect.toBeOneOf([401, 404]) });
  });

  it('is the same when an issuer leads back to it', async () => {
    expect(await get('/', 'GET', 'code=x&state=y')).toMatchObject({ statusCode: 200 });
  });

  it('is read alone', async () => {
    expect(await get('/', 'POST')).toMatchObject({ statusCode: 405 });
  });
});
