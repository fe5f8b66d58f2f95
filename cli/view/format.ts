/** 39976 → 39,976 */
export const formatCount = (count: number): string => count.toLocaleString('en-US');

/** `1 host`, `2 hosts`. */
export const countOf = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;

const parts = (seconds: number): string => {
  const minutes = Math.floor(seconds / 60);
  const rest = (value: number) => String(value % 60).padStart(2, '0');
  return minutes < 60
    ? `${minutes} min ${rest(seconds)} s`
    : `${formatCount(Math.floor(minutes / 60))} h ${rest(minutes)} min`;
};

/** 0.84 → 0.8 s, 42.3 → 42 s, 62 → 1 min 02 s, 3725 → 1 h 02 min */
export const formatSeconds = (seconds: number): string => {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  return Math.round(seconds) < 60 ? `${Math.round(seconds)} s` : parts(Math.round(seconds));
};
