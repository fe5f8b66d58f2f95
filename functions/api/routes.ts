import { wireHealth } from '#shared/domain/wire.ts';
import { plain, type Route, route } from '#shared/runtime/route.ts';
import { adminRoutes } from './admin-routes.ts';
import { callerRoutes } from './caller-routes.ts';
import { changeRoutes } from './change-routes.ts';
import type { Deps } from './deps.ts';
import { exportRoutes } from './export-routes.ts';
import { health } from './health.ts';
import { hostRoutes } from './host-routes.ts';
import { openApiRoute } from './openapi-route.ts';
import { runRoutes } from './run-routes.ts';
import { taskRoutes } from './task-routes.ts';

const described: readonly Route<Deps>[] = [
  ...taskRoutes,
  ...exportRoutes,
  ...runRoutes,
  ...changeRoutes,
  ...hostRoutes,
  ...adminRoutes,
  ...callerRoutes,
  route({
    ...plain,
    method: 'GET',
    path: '/v1/health',
    summary: 'Whether the stores can be reached.',
    role: null,
    status: 200,
    reply: wireHealth,
    handle: (_call, deps: Deps) => health(deps),
  }),
];

/** All that the API answers to. */
export const routes = [...described, openApiRoute(described)];
