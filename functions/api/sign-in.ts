import type { WireSignIn } from '#shared/domain/wire.ts';
import type { oidcOf } from '#shared/runtime/environment.ts';

export type Deps = { readonly signIn: WireSignIn };

/** What the page has to know of the issuer; nothing of it is secret, since its client is a public one. */
export const signInOf = (oidc: ReturnType<typeof oidcOf>): WireSignIn => {
  if (oidc === undefined || oidc.clientId === null) return { oidc: null };
  const { issuer, clientId, audience } = oidc;
  return { oidc: { issuer, client_id: clientId, audience } };
};
