import { wireHostHistory } from '#shared/domain/wire.ts';
import { plain, route } from '#shared/runtime/route.ts';
import type { Deps } from './deps.ts';
import { hostHistory } from './host-history.ts';
import { addressParams, pageQuery } from './schemas.ts';

/** Hosts by their address. */
export const hostRoutes = [
  route({
    ...plain,
    method: 'GET',
    path: '/v1/hosts/{ip}',
    summary: 'Shows everything that is known of one address, the newest run first.',
    role: 'viewer',
    params: addressParams,
    query: pageQuery,
    status: 200,
    reply: wireHostHistory,
    handle: ({ params, query, principal }, deps: Deps) =>
      hostHistory(params.ip, query, principal, deps),
  }),
];
