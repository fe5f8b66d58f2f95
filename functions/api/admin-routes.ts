import {
  wireAuditPage,
  wireExclusion,
  wireExclusionPage,
  wireNewToken,
  wireScope,
  wireScopePage,
  wireTokenPage,
} from '#shared/domain/wire.ts';
import { nothing, plain, route } from '#shared/runtime/route.ts';
import { exclusionRequest, scopeRequest, tokenRequest } from './admin-schemas.ts';
import type { Deps } from './deps.ts';
import { createExclusion, deleteExclusion, listExclusions } from './exclusions.ts';
import { listAudit } from './list-audit.ts';
import { idParams, pageQuery } from './schemas.ts';
import { createScope, deleteScope, listScopes } from './scopes.ts';
import { createToken, deleteToken, listTokens } from './tokens.ts';

const admin = { ...plain, role: 'admin' } as const;
const list = { ...admin, method: 'GET', query: pageQuery, status: 200 } as const;
const create = { ...admin, method: 'POST', status: 201 } as const;
const remove = {
  ...admin,
  method: 'DELETE',
  params: idParams,
  status: 204,
  reply: nothing,
} as const;

/** Who may do what, where, and who did: for admins. */
export const adminRoutes = [
  route({
    ...list,
    path: '/v1/scopes',
    summary: 'The ranges that may be probed.',
    reply: wireScopePage,
    handle: ({ query }, deps: Deps) => listScopes(query, deps),
  }),
  route({
    ...create,
    path: '/v1/scopes',
    summary: 'Names a range that may be probed, by whom and until when.',
    refusals: ['target-forbidden'],
    body: scopeRequest,
    reply: wireScope,
    handle: ({ body, principal }, deps: Deps) => createScope(body, principal, deps),
  }),
  route({
    ...remove,
    path: '/v1/scopes/{id}',
    summary: 'Ends a scope: what it alone allowed is not probed any more.',
    handle: ({ params, principal }, deps: Deps) => deleteScope(params.id, principal, deps),
  }),
  route({
    ...list,
    path: '/v1/exclusions',
    summary: 'What is never probed.',
    reply: wireExclusionPage,
    handle: ({ query }, deps: Deps) => listExclusions(query, deps),
  }),
  route({
    ...create,
    path: '/v1/exclusions',
    summary: 'Names what is never probed by anybody, from now on.',
    body: exclusionRequest,
    reply: wireExclusion,
    handle: ({ body, principal }, deps: Deps) => createExclusion(body, principal, deps),
  }),
  route({
    ...remove,
    path: '/v1/exclusions/{id}',
    summary: 'Lets it be probed again.',
    handle: ({ params, principal }, deps: Deps) => deleteExclusion(params.id, principal, deps),
  }),
  route({
    ...list,
    path: '/v1/tokens',
    summary: 'Tokens, without what is secret of them.',
    reply: wireTokenPage,
    handle: ({ query }, deps: Deps) => listTokens(query, deps),
  }),
  route({
    ...create,
    path: '/v1/tokens',
    summary: 'Makes a token, and shows it this once.',
    refusals: ['scope-denied', 'target-forbidden'],
    isKept: false,
    body: tokenRequest,
    reply: wireNewToken,
    handle: ({ body, principal }, deps: Deps) => createToken(body, principal, deps),
  }),
  route({
    ...remove,
    path: '/v1/tokens/{id}',
    summary: 'Revokes a token, within a minute.',
    handle: ({ params, principal }, deps: Deps) => deleteToken(params.id, principal, deps),
  }),
  route({
    ...list,
    path: '/v1/audit',
    summary: 'Who did what, the newest first.',
    reply: wireAuditPage,
    handle: ({ query }, deps: Deps) => listAudit(query, deps),
  }),
];
