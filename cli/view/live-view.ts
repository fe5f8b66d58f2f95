import { createLogUpdate } from 'log-update';
import type { Environment } from '#cli/environment.ts';
import type { Cell } from '#cli/map/cells.ts';
import { mapLines } from '#cli/map/map-text.ts';
import type { Output } from '#cli/output.ts';
import type { Progress } from '#cli/scan/progress.ts';
import { canvasOn } from './canvas.ts';
import { percentWord, progressWords } from './progress-words.ts';

/** Something that shows how far runs are until it is stopped; what it showed last stays. */
export type ProgressView = {
  show(progress: Progress, probesPerSecond: number): void;
  showMap(cells: readonly Cell[]): void;
  stop(): void;
};

const WIDEST_BAR = 40;
const NARROWEST_BAR = 4;
const WORDS_WIDTH = 56;
const PERCENT_WIDTH = '100 %'.length;
const [HIDE_CURSOR, SHOW_CURSOR] = ['\x1b[?25l', '\x1b[?25h'];

const bar = (percent: number, width: number, hasBlocks: boolean): string => {
  const size = Math.max(Math.min(width - WORDS_WIDTH, WIDEST_BAR), NARROWEST_BAR);
  const full = Math.round((percent / 100) * size);
  const [done, left] = hasBlocks ? ['█', '░'] : ['=', '-'];
  return done.repeat(full) + left.repeat(size - full);
};

/** A bar, and above it a map where there is one, drawn over themselves; with plain characters where the locale has no others. */
export const liveView = (to: Output, environment: Environment): ProgressView => {
  const draw = createLogUpdate(to.stream as NodeJS.WriteStream, { showCursor: true });
  let cells: readonly Cell[] = [];
  let [percent, words] = [0, ''];
  let isDrawn = false;
  const redraw = (): void => {
    if (to.isClosed()) return;
    const canvas = canvasOn(to, environment);
    const map = cells.length > 0 ? mapLines(cells, canvas) : [];
    if (!isDrawn) to.stream.write(HIDE_CURSOR);
    isDrawn = true;
    draw([...map, `${bar(percent, canvas.width, canvas.hasBlocks)} ${words}`].join('\n'));
  };
  return {
    show: (progress, probesPerSecond) => {
      ({ percent } = progress);
      const said = progressWords(progress, probesPerSecond).join(' | ');
      words = `${percentWord(progress).padStart(PERCENT_WIDTH)}  ${said}`;
      redraw();
    },
    showMap: (now) => {
      cells = now;
      redraw();
    },
    stop: () => {
      if (!isDrawn) return;
      draw.done();
      to.stream.write(SHOW_CURSOR);
    },
  };
};
