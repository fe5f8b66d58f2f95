import type { Environment } from '#cli/environment.ts';
import type { Canvas } from '#cli/map/map-text.ts';
import type { Output } from '#cli/output.ts';
import { paintFor } from './paint.ts';

const USUAL_WIDTH = 80;

/** True where the locale says that a terminal draws more than ASCII. */
const drawsBlocks = ({ LC_ALL, LC_CTYPE, LANG }: Environment): boolean =>
  /utf-?8/i.test(LC_ALL ?? LC_CTYPE ?? LANG ?? '');

/** What can be drawn on an output, as wide as it is now. */
export const canvasOn = (to: Output, environment: Environment): Canvas => ({
  paint: paintFor(to),
  width: (to.stream as { columns?: number }).columns ?? USUAL_WIDTH,
  hasBlocks: drawsBlocks(environment),
});
