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

/**
 * Loads something and keeps it fresh while it is looked at. What was known stays when an update fails, and goes when `key`
 * names another thing.
 */
export const usePolled = <T>(key: string, load: Load<T>, every: Every<T> = once): Polled<T> => {
  const [state, setState] = useState<{ key: string; data?: T; error?: unknown }>({ key });
  const [round, setRound] = useState(0);
  const latest = useRef({ load, every });
  latest.current = { load, every };

  useEffect(() => {
    const controller = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const again = (ms: number | null): void => {
      if (ms !== null) timer = setTimeout(document.hidden ? () => again(ms) : step, ms);
    };
    const step = async (): Promise<void> => {
      try {
        const data = await latest.current.load({ signal: controller.signal });
        if (controller.signal.aborted) return;
        setState({ key, data });
        again(latest.current.every(data));
      } catch (error) {
        if (controller.signal.aborted) return;
        setState((before) => ({ ...(before.key === key ? before : { key }), error }));
        again(RETRY_MS);
      }
    };
    step();
    return () => {
      controller.abort();
      clearTimeout(timer);
    };
  }, [key, round]);

  const reload = useCallback(() => setRound((n) => n + 1), []);
  const isOwn = state.key === key;
  return { data: isOwn ? state.data : undefined, error: isOwn ? state.error : undefined, reload };
};
