import { signal } from '@preact/signals';
import { type Place, placeOf } from './route.ts';

/** The place that the address bar shows. */
export const place = signal(placeOf(location.hash));

/** What a page is about, whichever side of it is shown. */
const thingOf = ({ path }: Place): string => path.slice(0, 2).join('/');

window.addEventListener('hashchange', () => {
  const before = thingOf(place.value);
  place.value = placeOf(location.hash);
  // Whoever reads by ear or goes by keyboard begins at the beginning of another page; its tabs are one.
  if (thingOf(place.value) !== before) document.getElementById('main')?.focus();
});

export const goTo = (link: string): void => {
  location.hash = link;
};

/** Another address in place of this one, such as another filter: one step back leads to where one came from. */
export const rewrite = (link: string): void => {
  history.replaceState(null, '', `/${link}`);
  place.value = placeOf(link);
};
