import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

export type Polled<T> = {
  /** The newest that is known; undefined until the first answer. */
  readonly data: T | undefined;
  readonly error: unknown;
  readonly reload: () => void;
};

type Load<T> = (asked: { readonly signal: AbortSignal }) => Promise<T>;
/** Milliseconds until it is asked for again; null: not by itself. */
type Every<T> = (data: T | undefined) => number | null;

const once = (): null => null;
/** After a failure, at the latest. */
const RETRY_MS = 5000;

type State<T> = { readonly key: string; readonly data?: T; readonly error?: unknown };

/** Looks again and again, each time after as long as the last look said; nobody looks for a page that is not in sight. */
const keepLooking = (signal: AbortSignal, look: () => Promise<number | null>): void => {
  const later = (ms: number | null): void => {
    if (ms === null || signal.aborted) return;
    const timer = setTimeout(() => (document.hidden ? later(ms) : step()), ms);
    signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  };
  const step = async (): Promise<void> => later(await look());
  step();
};

/**
 * Loads something and keeps it fresh while it is looked at. What was known stays when an update fails, and goes when `key`
 * names another thing.
 */
export const usePolled = <T>(key: string, load: Load<T>, every: Every<T> = once): Polled<T> => {
  const [state, setState] = useState<State<T>>({ key });
  const [round, setRound] = useState(0);
  const latest = useRef({ load, every });
  latest.current = { load, every };

  useEffect(() => {
    const controller = new AbortController();
    const show = (change: (before: State<T>) => State<T>): void => {
      if (!controller.signal.aborted) setState(change);
    };
    keepLooking(controller.signal, async () => {
      const { load: look, every: often } = latest.current;
      try {
        const data = await look({ signal: controller.signal });
        show(() => ({ key, data }));
        return often(data);
      } catch (error) {
        show((before) => ({ ...(before.key === key ? before : { key }), error }));
        return RETRY_MS;
      }
    });
    return () => controller.abort();
  }, [key, round]);

  const reload = useCallback(() => setRound((n) => n + 1), []);
  const isOwn = state.key === key;
  return { data: isOwn ? state.data : undefined, error: isOwn ? state.error : undefined, reload };
};
