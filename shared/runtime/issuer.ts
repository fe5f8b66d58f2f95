import * as z from 'zod';

const TIMEOUT_MS = 3000;
/** An issuer that could not be asked is left alone for so long by whoever can do without it. */
const REST_MS = 30_000;

const url = z.url({ protocol: /^https?$/ });
/** https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata */
const discovery = z.object({
  issuer: z.string(),
  jwks_uri: url,
  token_endpoint: url.optional(),
});
type Described = z.infer<typeof discovery>;

/** Nothing of it is in clear text, unless all of it is: an issuer on this machine. */
const isSafe = (issuer: string, { jwks_uri, token_endpoint = jwks_uri }: Described): boolean =>
  new URL(issuer).protocol === 'http:' ||
  [jwks_uri, token_endpoint].every((endpoint) => endpoint.startsWith('https:'));

const ask = async (issuer: string): Promise<Described> => {
  const response = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
    signal: AbortSignal.timeout(TIMEOUT_MS),
    redirect: 'error',
  });
  const said = discovery.parse(await response.json());
  if (said.issuer !== issuer || !isSafe(issuer, said))
    throw new Error('the issuer describes another issuer');
  return said;
};

/** An OIDC issuer by what it says of itself, which is asked for when it is first wanted and kept. */
export const issuerAt = (issuer: string) => {
  let described: Described | undefined;
  let failedAt = Number.NEGATIVE_INFINITY;
  const description = async (): Promise<Described> => {
    described ??= await ask(issuer);
    return described;
  };
  return {
    /** Where its keys are. Throws while it cannot be asked. */
    keysUrl: async (): Promise<URL> => new URL((await description()).jwks_uri),

    /** Whom a page speaks to that signs in there: the issuer and who gives out its tokens. While it cannot be asked, the issuer alone. */
    origins: async (): Promise<string[]> => {
      const { origin } = new URL(issuer);
      if (performance.now() - failedAt < REST_MS) return [origin];
      try {
        const { token_endpoint = issuer } = await description();
        return [...new Set([origin, new URL(token_endpoint).origin])];
      } catch {
        failedAt = performance.now();
        return [origin];
      }
    },
  };
};

export type Issuer = ReturnType<typeof issuerAt>;
