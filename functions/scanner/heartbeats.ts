/** How often the chunk's row hears of its attempt. */
const EVERY_MS = 1000;

/**
 * Tells Postgres how far an attempt is, once a second while there is news or not. `beat` answers false when the
 * attempt no longer counts, and the signal stops it. A beat that fails is not missed: the next one tells the same.
 */
export const heartbeats = (beat: (judged: number) => Promise<boolean>) => {
  const stopping = new AbortController();
  let judged = 0;
  let beating = false;

  const tell = async (): Promise<void> => {
    if (beating) return;
    beating = true;
    try {
      if (!(await beat(judged))) stopping.abort();
    } catch {
      // The commit will say whether Postgres is there.
    } finally {
      beating = false;
    }
  };
  const timer = setInterval(() => void tell(), EVERY_MS);

  return {
    signal: stopping.signal,
    progress: (now: number): void => {
      judged = now;
    },
    stop: (): void => clearInterval(timer),
  };
};
