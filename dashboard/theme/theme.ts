import { computed, signal } from '@preact/signals';
import type { Theme } from './themes.ts';

const KEY = 'netsweep.theme';
const dark = matchMedia('(prefers-color-scheme: dark)');
const systems = signal<Theme>(dark.matches ? 'dark' : 'light');
dark.addEventListener('change', ({ matches }) => {
  systems.value = matches ? 'dark' : 'light';
});

const kept = localStorage.getItem(KEY);
const chosen = signal<Theme | null>(kept === 'light' || kept === 'dark' ? kept : null);

/** What the reader chose, else what their system says. */
export const theme = computed<Theme>(() => chosen.value ?? systems.value);
theme.subscribe((now) => {
  document.documentElement.dataset.theme = now;
});

export const switchTheme = (): void => {
  const next = theme.value === 'dark' ? 'light' : 'dark';
  localStorage.setItem(KEY, next);
  chosen.value = next;
};
