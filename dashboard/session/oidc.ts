import { decodeJwt } from 'jose';
import * as oauth from 'oauth4webapi';
import type { WireSignIn } from '#shared/domain/wire.ts';
import { signInWith } from './token.ts';

type Oidc = NonNullable<WireSignIn['oidc']>;
/** What has to be remembered while the reader is at the issuer's. */
type Asked = { readonly oidc: Oidc; readonly verifier: string; readonly state: string };

const KEY = 'netsweep.oidc';
const returnAddress = (): string => `${location.origin}/`;

/** In clear text only where the API allows it: an issuer on this machine. */
const optionsOf = (issuer: URL) => ({
  [oauth.allowInsecureRequests]: issuer.protocol === 'http:',
});

const serverOf = async ({ issuer }: Oidc): Promise<oauth.AuthorizationServer> => {
  const url = new URL(issuer);
  const response = await oauth.discoveryRequest(url, optionsOf(url));
  return oauth.processDiscoveryResponse(url, response);
};

/** Leads to the issuer, by the authorization code flow with PKCE: the page has no secret. */
export const startOidc = async (oidc: Oidc): Promise<void> => {
  const { authorization_endpoint: endpoint } = await serverOf(oidc);
  if (endpoint === undefined) throw new Error('the issuer names no authorization endpoint');
  const asked: Asked = {
    oidc,
    verifier: oauth.generateRandomCodeVerifier(),
    state: oauth.generateRandomState(),
  };
  sessionStorage.setItem(KEY, JSON.stringify(asked));
  const url = new URL(endpoint);
  const parameters = {
    client_id: oidc.client_id,
    redirect_uri: returnAddress(),
    response_type: 'code',
    scope: 'openid',
    audience: oidc.audience,
    state: asked.state,
    code_challenge: await oauth.calculatePKCECodeChallenge(asked.verifier),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  location.assign(url);
};

/** Whether a token says that it is meant for the API; an access token need not be one that says anything. */
const isFor =
  (audience: string) =>
  (token: string | undefined): token is string => {
    try {
      return [decodeJwt(token ?? '').aud].flat().includes(audience);
    } catch {
      return false;
    }
  };

/** Trades the code that the issuer gave for a token, and signs in with it. */
export const endOidc = async (answer: URL): Promise<void> => {
  const kept = sessionStorage.getItem(KEY);
  sessionStorage.removeItem(KEY);
  if (kept === null) throw new Error('it was begun in another tab');
  const { oidc, verifier, state }: Asked = JSON.parse(kept);
  const server = await serverOf(oidc);
  const client: oauth.Client = { client_id: oidc.client_id };
  const parameters = oauth.validateAuthResponse(server, client, answer, state);
  const response = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    oauth.None(),
    parameters,
    returnAddress(),
    verifier,
    optionsOf(new URL(oidc.issuer)),
  );
  const given = await oauth.processAuthorizationCodeResponse(server, client, response);
  // Some issuers name the audience in the identity token alone (Amazon Cognito), or have no other JWT (Google).
  const tokens = [given.access_token, given.id_token];
  signInWith(tokens.find(isFor(oidc.audience)) ?? given.access_token);
};
