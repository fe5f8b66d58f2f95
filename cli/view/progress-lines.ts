import type { Output } from '#cli/output.ts';
import type { ProgressView } from './live-view.ts';
import { percentWord, progressWords } from './progress-words.ts';

const EVERY_PERCENT = 10;
const EVERY_MS = 5000;

/** Progress where nobody looks at a terminal: a line each ten percent or five seconds, whichever comes first. */
export const progressLines = (
  to: Pick<Output, 'write'>,
  now: () => number = () => performance.now(),
): ProgressView => {
  let last = { percent: 0, atMs: now() };
  return {
    show: (progress, probesPerSecond) => {
      const isFar = progress.percent - last.percent >= EVERY_PERCENT;
      const isLate = now() - last.atMs >= EVERY_MS;
      const isEnd = progress.percent >= 100 && last.percent < 100;
      if (!(isFar || isLate || isEnd)) return;
      last = { percent: progress.percent, atMs: now() };
      // A lost line of progress is no reason to stop.
      void to
        .write(
          `${[percentWord(progress), ...progressWords(progress, probesPerSecond)].join(', ')}\n`,
        )
        .catch(() => {});
    },
    showMap: () => {},
    stop: () => {},
  };
};
