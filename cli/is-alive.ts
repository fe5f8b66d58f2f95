import { readFileSync } from 'node:fs';

/** After the name in brackets, which may itself hold brackets: the state of the process. */
const STATE = /\) ([A-Za-z])/g;
const ENDED = new Set(['Z', 'X', 'x']);

/** True while a process of this id lives, whoever's it is; one that has ended and was not collected yet does not. */
export const isAlive = (pid: number): boolean => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const state = [...stat.matchAll(STATE)].at(-1)?.[1];
    return state !== undefined && !ENDED.has(state);
  } catch {
    // No such process.
    return false;
  }
};
