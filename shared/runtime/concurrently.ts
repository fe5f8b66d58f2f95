/** Items as long as there is to go on; asked before each. */
export async function* whilst<Item>(
  items: Iterable<Item>,
  goesOn: () => boolean,
): AsyncGenerator<Item> {
  for (const item of items) {
    if (!goesOn()) return;
    yield item;
  }
}

/**
 * Works on what a source yields with `width` workers that share it; each takes the next item when it is free.
 * Rejects with the first error, once all workers have stopped.
 */
export const concurrently = async <Item>(
  width: number,
  source: AsyncIterable<Item>,
  work: (item: Item) => Promise<void>,
): Promise<void> => {
  const iterator = source[Symbol.asyncIterator]();
  const worker = async (): Promise<void> => {
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
      await work(next.value);
    }
  };
  const workers = await Promise.allSettled(Array.from({ length: width }, worker));
  const failed = workers.find((settled) => settled.status === 'rejected');
  if (failed) throw failed.reason;
};
