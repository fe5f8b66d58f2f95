import { signal } from '@preact/signals';
import { rewrite } from '#dashboard/app/location.ts';
import { linkTo } from '#dashboard/app/route.ts';
import { wasRefused } from './refused.ts';

const KEY = 'netsweep.token';

/** Who signed in, for as long as the tab lives; nothing of it is kept beyond that. */
export const token = signal<string | null>(sessionStorage.getItem(KEY));

export const signInWith = (text: string): void => {
  sessionStorage.setItem(KEY, text);
  wasRefused.value = false;
  token.value = text;
};

export const signOut = (): void => {
  sessionStorage.removeItem(KEY);
  token.value = null;
};

/** `netsweep up` prints an address with `#token=…`: a fragment is sent to nobody, and is taken out of the address at once. */
export const takeTokenFromAddress = (): void => {
  const [, text] = /^#token=([\x21-\x7e]+)$/.exec(location.hash) ?? [];
  if (text === undefined) return;
  signInWith(decodeURIComponent(text));
  rewrite(linkTo(['tasks']));
};
