/** Takes things from a producer that does not wait, and hands over whatever has gathered each time the reader asks. */
export class Outlet<T> {
  #gathered: T[] = [];
  #ended = false;
  #wake: () => void = () => undefined;

  put(item: T): void {
    this.#gathered.push(item);
    // Whoever waits does so for the first.
    if (this.#gathered.length === 1) this.#wake();
  }

  /** Nothing more will come. */
  end(): void {
    this.#ended = true;
    this.#wake();
  }

  /** What gathered since it was last read, never empty, until the end. */
  async *batches(): AsyncGenerator<readonly T[], void> {
    while (true) {
      if (this.#gathered.length > 0) {
        const batch = this.#gathered;
        this.#gathered = [];
        yield batch;
      } else if (this.#ended) return;
      else await new Promise<void>((resolve) => this.#onChange(resolve));
    }
  }

  #onChange(wake: () => void): void {
    this.#wake = wake;
  }
}
