export type WaitingLine<T> = {
  /** What `take` has, at once or as soon as somebody serves the line; null when there was none within `waitMs`. */
  wait(waitMs: number): Promise<T | null>;
  /** Something may have become free. */
  serve(): void;
  /** Sends everybody away. */
  close(): void;
};

/** First come, first served, for things that there may be none of right now. */
export const waitingLine = <T>(take: () => T | null): WaitingLine<T> => {
  const waiting = new Set<(item: T | null) => void>();
  const wait = (waitMs: number): Promise<T | null> => {
    const item = waiting.size === 0 ? take() : null;
    if (item !== null || waitMs <= 0) return Promise.resolve(item);
    const { promise, resolve } = Promise.withResolvers<T | null>();
    const leave = (got: T | null) => {
      clearTimeout(timer);
      waiting.delete(leave);
      resolve(got);
    };
    const timer = setTimeout(leave, waitMs, null);
    waiting.add(leave);
    return promise;
  };
  const serve = (): void => {
    for (const leave of waiting) {
      const item = take();
      if (item === null) return;
      leave(item);
    }
  };
  const close = (): void => {
    for (const leave of waiting) leave(null);
  };
  return { wait, serve, close };
};
