import { wireChange } from '#shared/domain/wire.ts';
import {
  wireDelivery,
  wireDeliveryPage,
  wireExpectation,
  wireExpectationPage,
  wireNewWebhook,
  wireWebhook,
  wireWebhookPage,
} from '#shared/domain/wire-telling.ts';
import { nothing, plain, route } from '#shared/runtime/route.ts';
import type { Deps } from './deps.ts';
import { acknowledgeChange, createExpected, deleteExpected, listExpected } from './expected.ts';
import { idParams, pageQuery } from './schemas.ts';
import { acknowledgement, expectationRequest, webhookRequest } from './telling-schemas.ts';
import {
  createWebhook,
  deleteWebhook,
  getWebhook,
  listDeliveries,
  listWebhooks,
  pingWebhook,
} from './webhooks.ts';

const operator = { ...plain, role: 'operator' } as const;
const get = { ...operator, method: 'GET', status: 200 } as const;
const remove = {
  ...operator,
  method: 'DELETE',
  params: idParams,
  status: 204,
  reply: nothing,
} as const;

/** Who is told of changes, and which ones nobody has to be told of. */
export const tellingRoutes = [
  route({
    ...get,
    path: '/v1/webhooks',
    summary: 'Where your changes are sent, without what is secret of it.',
    query: pageQuery,
    reply: wireWebhookPage,
    handle: ({ query, principal }, deps: Deps) => listWebhooks(query, principal, deps),
  }),
  route({
    ...operator,
    method: 'POST',
    path: '/v1/webhooks',
    summary: 'Has your changes sent to a URL, and shows the secret of the signature this once.',
    refusals: ['target-forbidden'],
    isKept: false,
    body: webhookRequest,
    status: 201,
    reply: wireNewWebhook,
    handle: ({ body, principal }, deps: Deps) => createWebhook(body, principal, deps),
  }),
  route({
    ...get,
    path: '/v1/webhooks/{id}',
    summary: 'Shows a webhook.',
    params: idParams,
    reply: wireWebhook,
    handle: ({ params, principal }, deps: Deps) => getWebhook(params.id, principal, deps),
  }),
  route({
    ...remove,
    path: '/v1/webhooks/{id}',
    summary: 'Ends a webhook, and what is on its way to it.',
    handle: ({ params, principal }, deps: Deps) => deleteWebhook(params.id, principal, deps),
  }),
  route({
    ...operator,
    method: 'POST',
    path: '/v1/webhooks/{id}/ping',
    summary: 'Sends a webhook a delivery without changes.',
    params: idParams,
    status: 202,
    reply: wireDelivery,
    handle: ({ params, principal }, deps: Deps) => pingWebhook(params.id, principal, deps),
  }),
  route({
    ...get,
    path: '/v1/webhooks/{id}/deliveries',
    summary: 'What was and is on its way to a webhook, the newest first.',
    params: idParams,
    query: pageQuery,
    reply: wireDeliveryPage,
    handle: ({ params, query, principal }, deps: Deps) =>
      listDeliveries(params.id, query, principal, deps),
  }),
  route({
    ...operator,
    method: 'POST',
    path: '/v1/changes/{id}/acknowledge',
    summary: 'Says that you know of a change, and if you like that its like is expected.',
    params: idParams,
    body: acknowledgement,
    status: 200,
    reply: wireChange,
    handle: ({ params, body, principal }, deps: Deps) =>
      acknowledgeChange(params.id, body, principal, deps),
  }),
  route({
    ...get,
    role: 'viewer',
    path: '/v1/tasks/{id}/expected',
    summary: 'Which changes of a task are as they should be.',
    params: idParams,
    query: pageQuery,
    reply: wireExpectationPage,
    handle: ({ params, query, principal }, deps: Deps) =>
      listExpected(params.id, query, principal, deps),
  }),
  route({
    ...operator,
    method: 'POST',
    path: '/v1/tasks/{id}/expected',
    summary: 'Says which changes of a task are as they should be, from now on.',
    params: idParams,
    body: expectationRequest,
    status: 201,
    reply: wireExpectation,
    handle: ({ params, body, principal }, deps: Deps) =>
      createExpected(params.id, body, principal, deps),
  }),
  route({
    ...remove,
    path: '/v1/expected/{id}',
    summary: 'Such changes are told again.',
    handle: ({ params, principal }, deps: Deps) => deleteExpected(params.id, principal, deps),
  }),
];
