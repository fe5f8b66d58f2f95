export type WorkUnderWay = {
  track<T>(work: Promise<T>): Promise<T>;
  /** Resolves when nothing is under way, what was started in the meantime included. */
  settled(): Promise<void>;
};

/** Knows what is not finished yet. */
export const workUnderWay = (): WorkUnderWay => {
  const going = new Set<Promise<unknown>>();
  const track = <T>(work: Promise<T>): Promise<T> => {
    going.add(work);
    const done = () => going.delete(work);
    work.then(done, done);
    return work;
  };
  const settled = async (): Promise<void> => {
    while (going.size > 0) await Promise.allSettled(going);
  };
  return { track, settled };
};
