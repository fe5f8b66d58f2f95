import { signal } from '@preact/signals';
import { en, type Messages } from './en.ts';
import { type Filling, fill } from './fill.ts';
import { LOCALES, type Locale } from './locales.ts';
import { zh } from './zh.ts';

const KEY = 'netsweep.locale';
const messages: Record<Locale, Messages> = { en, zh };

const isLocale = (text: string | null): text is Locale => LOCALES.some((locale) => locale === text);

const preferred = (): Locale => {
  const kept = localStorage.getItem(KEY);
  if (isLocale(kept)) return kept;
  return navigator.language.startsWith('zh') ? 'zh' : 'en';
};

export const locale = signal<Locale>(preferred());
locale.subscribe((now) => {
  document.documentElement.lang = now === 'zh' ? 'zh-CN' : 'en';
});

export const speak = (next: Locale): void => {
  localStorage.setItem(KEY, next);
  locale.value = next;
};

/** The text of a key in the reader's language; `{name}` in it is filled in. */
export const t = (key: keyof Messages, filling: Filling = {}): string =>
  fill(messages[locale.value][key], filling);
