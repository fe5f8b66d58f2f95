import { wireHealth } from '#shared/domain/wire.ts';
import { plain, route } from '#shared/runtime/route.ts';
import { adminRoutes } from './admin-routes.ts';
import type { Deps } from './deps.ts';
import { health } from './health.ts';
import { runRoutes } from './run-routes.ts';
import { taskRoutes } from './task-routes.ts';

/** All that the API answers to. */
export const routes = [
  ...taskRoutes,
  ...runRoutes,
  ...adminRoutes,
  route({
    ...plain,
    method: 'GET',
    path: '/v1/health',
    role: null,
    status: 200,
    reply: wireHealth,
    handle: (_call, deps: Deps) => health(deps),
  }),
];
