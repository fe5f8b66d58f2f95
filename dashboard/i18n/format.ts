import { locale } from './locale.ts';

const tag = (): string => (locale.value === 'zh' ? 'zh-CN' : 'en-GB');

/** Making a formatter costs more than using it a thousand times. */
const kept = new Map<string, unknown>();
const keep = <T>(name: string, make: () => T): T => {
  const key = `${tag()} ${name}`;
  const known = (kept.get(key) as T | undefined) ?? make();
  kept.set(key, known);
  return known;
};

export const number = (value: number): string =>
  keep('number', () => new Intl.NumberFormat(tag())).format(value);

export const percent = (share: number): string =>
  keep(
    'percent',
    () => new Intl.NumberFormat(tag(), { style: 'percent', maximumFractionDigits: 1 }),
  ).format(share);

/** Small amounts keep two digits that say something. */
export const dollars = (value: number): string =>
  keep(
    'dollars',
    () =>
      new Intl.NumberFormat(tag(), {
        style: 'currency',
        currency: 'USD',
        currencyDisplay: 'narrowSymbol',
        minimumFractionDigits: 2,
        maximumSignificantDigits: 3,
      }),
  ).format(value);

export const dateTime = (time: string | number | Date, timeZone?: string): string =>
  keep(
    `time ${timeZone}`,
    () =>
      new Intl.DateTimeFormat(tag(), {
        dateStyle: 'medium',
        timeStyle: 'short',
        ...(timeZone !== undefined && { timeZone }),
      }),
  ).format(new Date(time));

const UNITS = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/** `3 minutes ago`, `in 2 days`. */
export const ago = (time: string | number | Date, now = Date.now()): string => {
  const seconds = (new Date(time).getTime() - now) / 1000;
  const [unit, size] = UNITS.find(([, each]) => Math.abs(seconds) >= each) ?? ['second', 1];
  const format = keep('ago', () => new Intl.RelativeTimeFormat(tag(), { numeric: 'auto' }));
  return format.format(Math.round(seconds / size), unit);
};

/** `1 h 4 min`: the two largest parts. */
export const duration = (seconds: number): string => {
  const whole = Math.max(0, Math.round(seconds));
  const parts = [
    [Math.floor(whole / 86_400), 'day'],
    [Math.floor(whole / 3600) % 24, 'hour'],
    [Math.floor(whole / 60) % 60, 'minute'],
    [whole % 60, 'second'],
  ] as const;
  const first = parts.findIndex(([count]) => count > 0);
  const shown = first === -1 ? parts.slice(-1) : parts.slice(first, first + 2);
  return shown
    .filter(([count], index) => count > 0 || index === 0)
    .map(([count, unit]) =>
      new Intl.NumberFormat(tag(), { style: 'unit', unit, unitDisplay: 'short' }).format(count),
    )
    .join(' ');
};
