import { signal } from '@preact/signals';
import { placeOf } from './route.ts';

/** The place that the address bar shows. */
export const place = signal(placeOf(location.hash));

window.addEventListener('hashchange', () => {
  place.value = placeOf(location.hash);
});

export const goTo = (link: string): void => {
  location.hash = link;
};

/** Another address in place of this one, such as another filter: one step back leads to where one came from. */
export const rewrite = (link: string): void => {
  history.replaceState(null, '', `/${link}`);
  place.value = placeOf(link);
};
