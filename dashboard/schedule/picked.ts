/** A cron line as one picks it: the usual ones by their parts, every other as it is written. */
export type Picked =
  | { readonly kind: 'hour'; readonly minute: number }
  | { readonly kind: 'day'; readonly time: string }
  | { readonly kind: 'week'; readonly weekday: number; readonly time: string }
  | { readonly kind: 'month'; readonly day: number; readonly time: string }
  | { readonly kind: 'custom'; readonly line: string };
export type Kind = Picked['kind'];

export const KINDS: readonly Kind[] = ['hour', 'day', 'week', 'month', 'custom'];

const clock = (hour: string, minute: string): string =>
  `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;

/** `05:45` as `45 5`. */
const fieldsOf = (time: string): string => {
  const [hour = '0', minute = '0'] = time.split(':');
  return `${Number(minute)} ${Number(hour)}`;
};

export const lineOf = (picked: Picked): string => {
  switch (picked.kind) {
    case 'hour':
      return `${picked.minute} * * * *`;
    case 'day':
      return `${fieldsOf(picked.time)} * * *`;
    case 'week':
      return `${fieldsOf(picked.time)} * * ${picked.weekday}`;
    case 'month':
      return `${fieldsOf(picked.time)} ${picked.day} * *`;
    case 'custom':
      return picked.line.trim();
  }
};

const NUMBER = /^\d{1,2}$/;

/** Reads a line that `lineOf` could have written of parts; null for any other. */
const partsOf = (line: string): Picked | null => {
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = line.trim().split(/\s+/);
  if (!NUMBER.test(minute) || month !== '*') return null;
  if (hour === '*') return { kind: 'hour', minute: Number(minute) };
  if (!NUMBER.test(hour)) return null;
  const time = clock(hour, minute);
  if (NUMBER.test(weekday) && day === '*') return { kind: 'week', weekday: Number(weekday), time };
  if (NUMBER.test(day) && weekday === '*') return { kind: 'month', day: Number(day), time };
  return { kind: 'day', time };
};

/** How a line is picked; one that says anything else than the picker can is shown as it is. */
export const pickedOf = (line: string): Picked => {
  const parts = partsOf(line);
  const isWhole = parts !== null && lineOf(parts) === line.trim().replaceAll(/\s+/g, ' ');
  return isWhole ? parts : { kind: 'custom', line };
};

const timeOf = (picked: Picked): string => ('time' in picked ? picked.time : '03:00');

/** The same time another way, as far as it can be said so. */
export const changeKind = (picked: Picked, kind: Kind): Picked => {
  const time = timeOf(picked);
  const made: Record<Kind, Picked> = {
    hour: { kind: 'hour', minute: 0 },
    day: { kind: 'day', time },
    week: { kind: 'week', weekday: 1, time },
    month: { kind: 'month', day: 1, time },
    custom: { kind: 'custom', line: lineOf(picked) },
  };
  return made[kind];
};
