import { useEffect } from 'preact/hooks';

/** What the tab, and the list of visited pages, call this one. */
export const useTitle = (text: string): void => {
  useEffect(() => {
    document.title = `${text} · Netsweep`;
  }, [text]);
};
