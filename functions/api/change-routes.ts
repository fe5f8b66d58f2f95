import { wireChangePage, wireDifferencePage } from '#shared/domain/wire.ts';
import { plain, route } from '#shared/runtime/route.ts';
import type { Deps } from './deps.ts';
import { listChanges } from './list-changes.ts';
import { runChanges } from './run-changes.ts';
import { changeQuery, idParams, runChangeQuery } from './schemas.ts';

/** What changed. */
export const changeRoutes = [
  route({
    ...plain,
    method: 'GET',
    path: '/v1/changes',
    role: 'viewer',
    query: changeQuery,
    status: 200,
    reply: wireChangePage,
    handle: ({ query, principal }, deps: Deps) => listChanges(query, principal, deps),
  }),
  route({
    ...plain,
    method: 'GET',
    path: '/v1/runs/{id}/changes',
    role: 'viewer',
    params: idParams,
    query: runChangeQuery,
    status: 200,
    reply: wireDifferencePage,
    handle: ({ params, query, principal }, deps: Deps) =>
      runChanges(params.id, query, principal, deps),
  }),
];
