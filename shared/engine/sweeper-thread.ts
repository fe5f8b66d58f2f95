import { Worker } from 'node:worker_threads';
import type { FromSweeper, ToSweeper } from './sweep-messages.ts';

/** Little of what the thread makes lives on; by default V8 lets six times as much of it pile up, chunk after chunk. */
const YOUNG_MB = 8;

/** A thread that sweeps, and what listens to it now. */
export class SweeperThread {
  readonly #worker: Worker;
  #isDead = false;
  #onMessage: (message: FromSweeper) => void = () => undefined;
  #onFailure: (error: unknown) => void = () => undefined;

  constructor() {
    this.#worker = new Worker(new URL('./sweeper.ts', import.meta.url), {
      name: 'netsweep sweeper',
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    });
    this.#worker.on('message', (message: FromSweeper) => this.#onMessage(message));
    this.#worker.on('error', (error: Error) => this.#die(error));
    this.#worker.on('exit', (code) =>
      this.#die(new Error(`the probing thread ended with ${code}`)),
    );
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  /** Keeps the process alive until `rest`. */
  listen(onMessage: (message: FromSweeper) => void, onFailure: (error: unknown) => void): void {
    this.#onMessage = onMessage;
    this.#onFailure = onFailure;
    this.#worker.ref();
  }

  send(message: ToSweeper): void {
    this.#worker.postMessage(message);
  }

  /** Waits for another sweep, and keeps no process alive meanwhile. */
  rest(): void {
    this.#onMessage = () => undefined;
    this.#onFailure = () => undefined;
    this.#worker.unref();
  }

  #die(error: Error): void {
    this.#isDead = true;
    this.#onFailure(error);
  }
}
