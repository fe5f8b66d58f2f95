import { formatNetwork } from '#shared/domain/network.ts';
import { wireMe, wireSignIn } from '#shared/domain/wire.ts';
import { plain, route } from '#shared/runtime/route.ts';
import type { Deps } from './deps.ts';

/** Who asks, and how one comes to be known. */
export const callerRoutes = [
  route({
    ...plain,
    method: 'GET',
    path: '/v1/me',
    summary: 'Who asks, and what they may.',
    role: 'viewer',
    status: 200,
    reply: wireMe,
    handle: async ({ principal: { id, label, role, owner, scopes } }, _deps: Deps) => ({
      id,
      label,
      role,
      owner,
      scopes: scopes.map(formatNetwork),
    }),
  }),
  route({
    ...plain,
    method: 'GET',
    path: '/v1/sign-in',
    summary: 'How one may sign in beside a token.',
    role: null,
    status: 200,
    reply: wireSignIn,
    handle: async (_call, { signIn }: Deps) => signIn,
  }),
];
