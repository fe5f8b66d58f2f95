import { wireChangePage, wireDifferencePage } from '#shared/domain/wire.ts';
import { plain, route, textReply } from '#shared/runtime/route.ts';
import type { Deps } from './deps.ts';
import { listChanges } from './list-changes.ts';
import { METRICS_MEDIA, metrics } from './metrics.ts';
import { runChanges } from './run-changes.ts';
import { changeQuery, idParams, runChangeQuery } from './schemas.ts';

/** What changed. */
export const changeRoutes = [
  route({
    ...plain,
    method: 'GET',
    path: '/v1/metrics',
    summary: 'Counts of what you see, for Prometheus.',
    role: 'viewer',
    status: 200,
    media: METRICS_MEDIA,
    reply: textReply,
    handle: ({ principal }, deps: Deps) => metrics(principal, deps),
  }),
  route({
    ...plain,
    method: 'GET',
    path: '/v1/changes',
    summary:
      'What changed, oldest first: `since` is the id of the last change that was read, or a time.',
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
    summary: 'What a run changed, or how it differs from another run of its task.',
    refusals: ['not-found'],
    role: 'viewer',
    params: idParams,
    query: runChangeQuery,
    status: 200,
    reply: wireDifferencePage,
    handle: ({ params, query, principal }, deps: Deps) =>
      runChanges(params.id, query, principal, deps),
  }),
];
