export type IdleStack<T> = {
  push(item: T): void;
  /** The one pushed last, so that what is not needed grows old. */
  pop(): T | null;
  remove(item: T): void;
};

/** Items that nobody uses right now; each one that stays for `idleMs` is told to `onIdle`, once, and remains. */
export const idleStack = <T>(idleMs: number, onIdle: (item: T) => void): IdleStack<T> => {
  const timers = new Map<T, NodeJS.Timeout>();
  const remove = (item: T): void => {
    clearTimeout(timers.get(item));
    timers.delete(item);
  };
  const pop = (): T | null => {
    const last = [...timers.keys()].at(-1);
    if (last === undefined) return null;
    remove(last);
    return last;
  };
  const push = (item: T): void => {
    timers.set(item, setTimeout(onIdle, idleMs, item).unref());
  };
  return { push, pop, remove };
};
