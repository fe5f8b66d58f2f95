import cronstrue from 'cronstrue';
import 'cronstrue/locales/zh_CN.min.js';
import type { Locale } from '#dashboard/i18n/locales.ts';

/** A cron line as a person would say it; the line itself where it has no words. */
export const cronInWords = (line: string, locale: Locale): string => {
  const options = {
    locale: locale === 'zh' ? 'zh_CN' : 'en',
    use24HourTimeFormat: true,
  };
  try {
    return cronstrue.toString(line, options);
  } catch {
    return line;
  }
};
