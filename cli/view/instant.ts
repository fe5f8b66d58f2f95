/** 2026-11-22T22:30:05.123Z → 2026-11-22 22:30:05; always UTC, as the API has it. A dash where there is none. */
export const formatInstant = (instant: string | null): string =>
  instant === null ? '-' : instant.slice(0, 'YYYY-MM-DDTHH:MM:SS'.length).replace('T', ' ');
