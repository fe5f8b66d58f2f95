import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

export const AUDIENCE = 'https://netsweep.test';
export const CLIENT_ID = 'netsweep-page';

/** Codes that were given out, and the challenge that each is bound to. */
type Codes = Map<string, { readonly challenge: string; readonly redirect: string }>;

const isProof = (verifier: string, challenge: string): boolean =>
  createHash('sha256').update(verifier).digest('base64url') === challenge;

const bodyOf = async (request: IncomingMessage): Promise<URLSearchParams> => {
  let text = '';
  for await (const part of request) text += part;
  return new URLSearchParams(text);
};

const sendJson = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, {
    'content-type': 'application/json',
    'access-control-allow-origin': '*',
    'cache-control': 'no-store',
  });
  response.end(JSON.stringify(body));
};

/** Whoever asks is let in as an operator, and sent back with a code. */
const authorize = (query: URLSearchParams, response: ServerResponse, codes: Codes): void => {
  const code = randomUUID();
  const redirect = query.get('redirect_uri') ?? '';
  const isPkce =
    query.get('code_challenge_method') === 'S256' && query.get('response_type') === 'code';
  if (!isPkce || query.get('client_id') !== CLIENT_ID) {
    sendJson(response, 400, { error: 'invalid_request' });
    return;
  }
  codes.set(code, { challenge: query.get('code_challenge') ?? '', redirect });
  const to = new URL(redirect);
  to.search = new URLSearchParams({ code, state: query.get('state') ?? '' }).toString();
  response.writeHead(302, { location: to.href });
  response.end();
};

const CLAIMS = { netsweep_role: 'operator', netsweep_scopes: ['127.0.0.0/8'] };

type Answer = (request: IncomingMessage, response: ServerResponse) => unknown;

/** A server on the loopback that answers these paths, and its origin. */
const serve = async (answers: Readonly<Record<string, Answer>>) => {
  const server = createServer((request, response) => {
    const answer = answers[new URL(request.url ?? '', 'http://issuer').pathname];
    if (answer) answer(request, response);
    else sendJson(response, 404, {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { origin, close: () => server.close() };
};

/**
 * An OIDC issuer that knows the authorization code flow with PKCE, for a client without a secret. As with Amazon Cognito, an origin
 * of its own gives out the tokens, and the identity token alone says whom it is for.
 */
export const startIssuer = async () => {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256' };
  const codes: Codes = new Map();
  let issuer = '';

  const tokenFor = () =>
    new SignJWT({ ...CLAIMS, azp: CLIENT_ID })
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .setIssuer(issuer)
      .setAudience([CLIENT_ID, AUDIENCE])
      .setSubject('alice')
      .setIssuedAt()
      .setExpirationTime('10m')
      .sign(privateKey);

  const trade = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request);
    const known = codes.get(body.get('code') ?? '');
    codes.delete(body.get('code') ?? '');
    const isTheirs =
      known?.redirect === body.get('redirect_uri') &&
      isProof(body.get('code_verifier') ?? '', known?.challenge ?? '');
    if (!isTheirs) return sendJson(response, 400, { error: 'invalid_grant' });
    sendJson(response, 200, {
      access_token: 'for the issuer alone',
      id_token: await tokenFor(),
      token_type: 'Bearer',
      expires_in: 600,
    });
  };

  const tokens = await serve({ '/token': trade });
  const described = () => ({
    issuer,
    jwks_uri: `${issuer}/keys`,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${tokens.origin}/token`,
  });
  const pages = await serve({
    '/authorize': (request, response) =>
      authorize(new URL(request.url ?? '', issuer).searchParams, response, codes),
    '/keys': (_, response) => sendJson(response, 200, { keys: [jwk] }),
    '/.well-known/openid-configuration': (_, response) => sendJson(response, 200, described()),
  });
  issuer = pages.origin;
  return {
    issuer,
    stop: () => {
      pages.close();
      tokens.close();
    },
  };
};
