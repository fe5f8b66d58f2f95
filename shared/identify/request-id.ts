import { randomInt } from 'node:crypto';

/** An id that nobody can guess who does not see the question: answers are held against it. */
export const requestId = (): number => randomInt(1, 0x1_0000);
