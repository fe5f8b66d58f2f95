import * as z from 'zod';
import { DomainError } from '#shared/domain/errors.ts';
import type { Issuer } from '#shared/runtime/issuer.ts';
import { plain, type Route, route, servedFile } from '#shared/runtime/route.ts';
import type { Page } from './page.ts';

/** What the page may load, and from where: itself, and those that it speaks to where it signs in at an issuer. */
const policyOf = (issuers: readonly string[]): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    ["connect-src 'self'", ...issuers].join(' '),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');

const FOREVER = 'public, max-age=31536000, immutable';
const open = { ...plain, method: 'GET', role: null, status: 200, reply: servedFile } as const;

/** The dashboard: one page, and what it loads. Its names bear hashes of their content, the page itself is asked for anew. */
export const pageRoutes = <Deps>(
  page: Page,
  issuer: Pick<Issuer, 'origins'> | undefined,
): Route<Deps>[] => [
  route({
    ...open,
    path: '/',
    // An issuer leads back with an answer in it, which is for the page alone.
    query: z.object({}),
    handle: async () => ({
      bytes: await page.index(),
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-cache',
        'content-security-policy': policyOf((await issuer?.origins()) ?? []),
      },
    }),
  }),
  route({
    ...open,
    path: '/assets/{name}',
    params: z.object({ name: z.string() }),
    handle: async ({ params }) => {
      const asset = await page.asset(params.name);
      if (asset === null) throw new DomainError('not-found', 'The page has no such file.');
      return {
        bytes: asset.gzipped,
        headers: {
          'content-type': asset.type,
          'content-encoding': 'gzip',
          'cache-control': FOREVER,
        },
      };
    },
  }),
];
