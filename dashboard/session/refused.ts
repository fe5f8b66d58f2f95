import { signal } from '@preact/signals';

/** The last token was worth nothing. */
export const wasRefused = signal(false);
