import type { Theme } from '#dashboard/theme/themes.ts';
import type { Mode } from './modes.ts';

/** Colours by class, in the order of modes.ts. The first has none: the hatching below it shows. */
const light = {
  excluded: '#8f7f9e',
  silent: '#e9edef',
  steps: ['#a9dbd3', '#63bcb4', '#2b9a98', '#0d7479', '#08545c', '#033138'],
};
const dark = {
  excluded: '#6f5f80',
  silent: '#2a3136',
  steps: ['#1d4a4c', '#25686a', '#2f8c8b', '#45b3ae', '#7fd6cd', '#c4f3ea'],
};
const themes = { light, dark };

const STATES: Record<Theme, readonly string[]> = {
  // silent, gone, offline, missed, new, online
  light: ['#e9edef', '#b9a3a0', '#9c1c16', '#e09a2b', '#3a6fd8', '#2a9d5f'],
  dark: ['#2a3136', '#75605d', '#e0665c', '#d99a35', '#6ea0ff', '#4cc483'],
};

const NONE = 'transparent';

/** The colours of a mode's classes. */
export const paletteOf = (mode: Mode, theme: Theme): readonly string[] => {
  const { excluded, silent, steps } = themes[theme];
  switch (mode) {
    case 'state':
      return [NONE, excluded, ...STATES[theme]];
    case 'ports':
      return [NONE, excluded, silent, ...steps];
    case 'age':
      return [NONE, excluded, ...steps.slice(0, 4)];
    case 'change':
      return [NONE, excluded, silent, ...steps.slice(0, 5)];
  }
};

/** A colour as a pixel of a canvas has it, little-endian: alpha, blue, green, red. */
export const pixelOf = (colour: string): number => {
  if (colour === NONE) return 0;
  const value = Number.parseInt(colour.slice(1), 16);
  const red = value >> 16;
  const green = (value >> 8) & 0xff;
  const blue = value & 0xff;
  return ((0xff << 24) | (blue << 16) | (green << 8) | red) >>> 0;
};
