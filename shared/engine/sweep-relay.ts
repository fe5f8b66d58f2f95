import type { HostFindings } from '#shared/domain/observation.ts';
import type { Control, Summary } from './engine.ts';
import type { Outlet } from './outlet.ts';
import { type FromSweeper, foundIn, type SocketsUsed } from './sweep-messages.ts';

export type RelayParts = {
  readonly outlet: Outlet<HostFindings>;
  readonly control: Control;
  readonly onSockets: (used: SocketsUsed) => void;
  readonly cancel: () => void;
};

/** Hands on what the probing thread says, until it says how its sweep ended. */
export class SweepRelay {
  readonly #parts: RelayParts;
  readonly #ending = Promise.withResolvers<Summary>();
  #failure: { readonly error: unknown } | null = null;

  constructor(parts: RelayParts) {
    this.#parts = parts;
  }

  /** Settles when the thread has nothing more to say. */
  get summary(): Promise<Summary> {
    return this.#ending.promise;
  }

  /** What the caller's own function throws ends the sweep, and is thrown once the thread is done with it. */
  readonly hear = (message: FromSweeper): void => {
    try {
      this.#hear(message);
    } catch (error) {
      this.#failure ??= { error };
      this.#parts.cancel();
    }
  };

  readonly fail = (error: unknown): void => this.#ending.reject(error);

  #hear(message: FromSweeper): void {
    switch (message.kind) {
      case 'found':
        for (const host of foundIn(message.hosts)) this.#parts.outlet.put(host);
        break;
      case 'progress':
        this.#parts.control.onProgress?.(message.judged, message.total);
        break;
      case 'sockets':
        this.#parts.onSockets(message);
        break;
      case 'summary':
        this.#end(message.summary);
        break;
      case 'failed':
        this.fail(message.error);
    }
  }

  #end(summary: Summary): void {
    if (this.#failure) this.fail(this.#failure.error);
    else this.#ending.resolve(summary);
  }
}
