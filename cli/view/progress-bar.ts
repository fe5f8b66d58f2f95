import { Presets, SingleBar } from 'cli-progress';
import type { Environment } from '#cli/environment.ts';
import type { Output } from '#cli/output.ts';
import type { Progress } from '#cli/scan/progress.ts';
import { percentWord, progressWords } from './progress-words.ts';

/** Something that shows progress until it is stopped. */
export type ProgressView = {
  show(progress: Progress, probesPerSecond: number): void;
  stop(): void;
};

const WIDEST_BAR = 40;
const WORDS_WIDTH = 56;
const PERCENT_WIDTH = '100 %'.length;
const FRAMES_PER_SECOND = 10;

const drawsBlocks = ({ LC_ALL, LC_CTYPE, LANG }: Environment): boolean =>
  /utf-?8/i.test(LC_ALL ?? LC_CTYPE ?? LANG ?? '');

const barSize = (columns: number | undefined): number =>
  Math.max(Math.min((columns ?? 80) - WORDS_WIDTH, WIDEST_BAR), 4);

/** A bar for a terminal; drawn with plain characters where the locale has no others. */
export const progressBar = (to: Output, environment: Environment): ProgressView => {
  const bar = new SingleBar(
    {
      stream: to.stream as NodeJS.WritableStream,
      format: '{bar} {percent}  {words}',
      barsize: barSize((to.stream as { columns?: number }).columns),
      fps: FRAMES_PER_SECOND,
      hideCursor: true,
      emptyOnZero: true,
      // Signals are ours to handle.
      gracefulExit: false,
    },
    drawsBlocks(environment) ? Presets.shades_classic : Presets.legacy,
  );
  let isStarted = false;
  const start = (progress: number, payload: object): void => {
    isStarted = true;
    bar.start(100, progress, payload);
  };
  return {
    show: (progress, probesPerSecond) => {
      const percent = percentWord(progress).padStart(PERCENT_WIDTH);
      const payload = { percent, words: progressWords(progress, probesPerSecond).join(' | ') };
      if (isStarted) bar.update(progress.percent, payload);
      else start(progress.percent, payload);
    },
    stop: () => bar.stop(),
  };
};
