import { CELL_STATES, type Cells } from './cells.ts';

/** What a map is coloured by. */
export const MODES = ['state', 'ports', 'age', 'change'] as const;
export type Mode = (typeof MODES)[number];

const UNCHECKED = CELL_STATES.indexOf('unchecked');
const EXCLUDED = CELL_STATES.indexOf('excluded');
const SILENT = CELL_STATES.indexOf('silent');
const HOUR = 3600;
const DAY = 86_400;

/**
 * The classes of a mode, from the least to the most telling: a cell of many addresses has the highest class in it. The first two
 * are the same in all: nobody looked, nobody was to look.
 */
export const CLASSES = {
  state: CELL_STATES,
  ports: ['unchecked', 'excluded', 'silent', 'none', '1', '2', '3–5', '6–10', '11+'],
  age: ['unchecked', 'excluded', 'older', 'lessWeek', 'lessDay', 'lessHour'],
  change: [
    'unchecked',
    'excluded',
    'silent',
    'unchanged',
    'older',
    'lessWeek',
    'lessDay',
    'lessHour',
  ],
} as const satisfies Record<Mode, readonly string[]>;
export type ClassName = (typeof CLASSES)[Mode][number];

const portSteps = [1, 2, 3, 6, 11];
const stepOf = (count: number): number => portSteps.filter((least) => count >= least).length;

const ageStep = (seconds: number): number => {
  if (seconds < HOUR) return 3;
  if (seconds < DAY) return 2;
  return seconds < 7 * DAY ? 1 : 0;
};

type Classify = (cells: Cells, offset: number, now: number) => number;

const classifiers: Record<Mode, Classify> = {
  state: ({ states }, offset) => states[offset] ?? 0,
  ports: ({ states, openPorts }, offset) =>
    states[offset] === SILENT ? SILENT : 3 + stepOf(openPorts[offset] ?? 0),
  age: ({ checked }, offset, now) => 2 + ageStep(now - (checked[offset] ?? 0)),
  change: ({ states, changed }, offset, now) => {
    if (states[offset] === SILENT) return SILENT;
    const at = changed[offset] ?? 0;
    return at === 0 ? 3 : 4 + ageStep(now - at);
  },
};

/** Gives the class of an address by its offset: an index into the classes of the mode. `now` in epoch seconds. */
export const classifier = (mode: Mode, cells: Cells, now: number): ((offset: number) => number) => {
  const classify = classifiers[mode];
  const { states } = cells;
  return (offset) => {
    const state = states[offset] ?? UNCHECKED;
    return state === UNCHECKED || state === EXCLUDED ? state : classify(cells, offset, now);
  };
};
