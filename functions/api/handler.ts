import { ringWithin } from '#shared/runtime/doorbell.ts';
import { oidcOf, readEnvironment } from '#shared/runtime/environment.ts';
import { httpHandler } from '#shared/runtime/http.ts';
import { issuerAt } from '#shared/runtime/issuer.ts';
import { logOf } from '#shared/runtime/log.ts';
import { jwtVerifier } from '#shared/runtime/oidc.ts';
import { connectedBy } from '#shared/runtime/secrets.ts';
import { connect } from './connect.ts';
import type { Deps } from './deps.ts';
import { pageIn } from './page.ts';
import { pageRoutes } from './page-routes.ts';
import { routes } from './routes.ts';

const environment = readEnvironment('api');
const log = logOf('api');
const oidc = oidcOf(environment);
const issuer = oidc && issuerAt(oidc.issuer);
const verifyJwt = oidc && jwtVerifier(oidc, issuer);
const deps = connectedBy(environment.NETSWEEP_SECRET_ID, (secrets) =>
  connect(secrets, { environment, ring: ringWithin(), log, oidc, verifyJwt }),
);

/** The HTTP API, behind an HTTP API gateway with payload format 2.0. */
export const handler = httpHandler<Deps>({
  routes: [...routes, ...pageRoutes(pageIn(), issuer)],
  deps,
  log,
});
