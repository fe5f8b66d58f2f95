import { wireRun, wireRunHostPage, wireRuns } from '#shared/domain/wire.ts';
import { plain, route } from '#shared/runtime/route.ts';
import { cancelRun } from './cancel-run.ts';
import type { Deps } from './deps.ts';
import { getRun } from './get-run.ts';
import { pauseRun } from './pause-run.ts';
import { presentRun } from './present-run.ts';
import { resumeRun } from './resume-run.ts';
import { runHosts } from './run-hosts.ts';
import { idParams, pageQuery, startRequest } from './schemas.ts';
import { startRuns } from './start-runs.ts';

/** Runs and what they found. */
export const runRoutes = [
  route({
    ...plain,
    method: 'POST',
    path: '/v1/runs',
    summary: 'Starts a run of each task now, all or none.',
    refusals: [
      'not-found',
      'quota-exceeded',
      'rate-too-low',
      'run-live',
      'scope-denied',
      'target-forbidden',
      'too-many-addresses',
      'too-many-probes',
    ],
    role: 'operator',
    body: startRequest,
    status: 202,
    reply: wireRuns,
    admitsItself: true,
    handle: async ({ body, requestId, principal, admit }, deps: Deps) => {
      const runs = await startRuns(body.task_ids, principal, deps, requestId, admit);
      const now = await deps.now();
      return { runs: runs.map((run) => presentRun(run, deps.policy, now)) };
    },
  }),
  route({
    ...plain,
    method: 'GET',
    path: '/v1/runs/{id}',
    summary: 'Shows a run and how far it is.',
    role: 'viewer',
    params: idParams,
    status: 200,
    reply: wireRun,
    handle: ({ params, principal }, deps: Deps) => getRun(params.id, principal, deps),
  }),
  route({
    ...plain,
    method: 'POST',
    path: '/v1/runs/{id}/cancel',
    summary: 'Ends a run; one that is over stays as it ended.',
    role: 'operator',
    params: idParams,
    status: 200,
    reply: wireRun,
    handle: ({ params, principal }, deps: Deps) => cancelRun(params.id, principal, deps),
  }),
  route({
    ...plain,
    method: 'POST',
    path: '/v1/runs/{id}/pause',
    summary: 'Holds a run up: chunks that are being probed end, no other is begun.',
    role: 'operator',
    params: idParams,
    status: 200,
    reply: wireRun,
    handle: ({ params, principal }, deps: Deps) => pauseRun(params.id, principal, deps),
  }),
  route({
    ...plain,
    method: 'POST',
    path: '/v1/runs/{id}/resume',
    summary: 'Lets a paused run go on.',
    role: 'operator',
    params: idParams,
    status: 200,
    reply: wireRun,
    handle: ({ params, principal }, deps: Deps) => resumeRun(params.id, principal, deps),
  }),
  route({
    ...plain,
    method: 'GET',
    path: '/v1/runs/{id}/hosts',
    summary: 'Lists the hosts of the chunks committed so far, of any run.',
    role: 'viewer',
    params: idParams,
    query: pageQuery,
    status: 200,
    reply: wireRunHostPage,
    handle: ({ params, query, principal }, deps: Deps) =>
      runHosts(params.id, query, principal, deps),
  }),
];
