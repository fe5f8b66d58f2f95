import { effect, signal } from '@preact/signals';
import { me } from '#dashboard/api/calls.ts';
import type { WireMe } from '#shared/domain/wire.ts';
import { token } from './token.ts';

/** Who is signed in; null until it is known. */
export const who = signal<WireMe | null>(null);
/** Why that is not known. */
export const whoError = signal<unknown>(null);

const look = async (): Promise<void> => {
  try {
    who.value = await me();
    whoError.value = null;
  } catch (error) {
    whoError.value = error;
  }
};

/** Asked anew for each token. */
export const watchWho = (): (() => void) =>
  effect(() => {
    if (token.value === null) who.value = null;
    else look();
  });

export const lookAgain = look;

/** What a viewer may not, the page does not offer. */
export const mayChange = (): boolean => who.value !== null && who.value.role !== 'viewer';
