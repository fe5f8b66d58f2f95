import { signal } from '@preact/signals';
import { messageOf } from '#dashboard/api/problem.ts';
import { rewrite } from '#dashboard/app/location.ts';
import { linkTo } from '#dashboard/app/route.ts';

/** Why signing in at the issuer did not work. */
export const oidcFailure = signal<string | null>(null);

/** The issuer leads back with `?code=…&state=…`, or with `?error=…`. */
export const finishOidc = async (): Promise<void> => {
  const answer = new URL(location.href);
  if (!answer.searchParams.has('state')) return;
  rewrite(linkTo(['tasks']));
  try {
    const { endOidc } = await import('./oidc.ts');
    await endOidc(answer);
  } catch (error) {
    oidcFailure.value = messageOf(error);
  }
};
