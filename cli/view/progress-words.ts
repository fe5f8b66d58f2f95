import type { Progress } from '#cli/scan/progress.ts';
import { countOf, formatCount, formatSeconds } from './format.ts';

/** How far, how fast, how many up, how long still: the words of the bar and of the lines. */
export const progressWords = (progress: Progress, probesPerSecond: number): string[] => [
  `${formatCount(Math.round(probesPerSecond))} probes/s`,
  `${countOf(progress.online, 'host')} up`,
  ...(progress.isPaused ? ['paused'] : etaWords(progress)),
];

const etaWords = ({ etaSeconds, percent }: Progress): string[] =>
  etaSeconds === null || percent >= 100 ? [] : [`ETA ${formatSeconds(etaSeconds)}`];

/** Whole, and 100 only when nothing is left. */
export const percentWord = ({ percent }: Progress): string => `${Math.floor(percent)} %`;
