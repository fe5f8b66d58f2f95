import { describe, expect, it } from 'vitest';
import { Loss } from '#shared/engine/loss.ts';

/** A share of the open ports answered a retry only. */
const having = (answers: number, share: number, host = 0, loss = new Loss(1024)) => {
  const lost = Math.round(answers * share);
  for (let i = 0; i < answers; i++) loss.measure(host, i < lost);
  return loss;
};

const UP = true;
const SILENT = false;

describe('Loss', () => {
  it('believes silence after two tries where nothing is lost, and before anything is known', () => {
    expect(new Loss(256).triesFor(0, SILENT)).toBe(2);
    expect(having(10_000, 0).triesFor(0, SILENT)).toBe(2);
    expect(having(20, 0.5).triesFor(0, SILENT)).toBe(2);
    expect(having(1000, 0.001).triesFor(0, SILENT)).toBe(2);
  });

  it('tries again as often as makes a miss rarer than one in a thousand, four times at most', () => {
    expect(having(1000, 0.02).triesFor(0, SILENT)).toBe(2);
    expect(having(1000, 0.05).triesFor(0, SILENT)).toBe(3);
    expect(having(1000, 0.1).triesFor(0, SILENT)).toBe(3);
    expect(having(1000, 0.15).triesFor(0, SILENT)).toBe(4);
    expect(having(1000, 0.8).triesFor(0, SILENT)).toBe(4);
  });

  it('is more careful with a host that is up, though not where nothing is lost', () => {
    expect(having(1000, 0).triesFor(0, UP)).toBe(2);
    expect(having(1000, 0.02).triesFor(0, UP)).toBe(3);
    expect(having(1000, 0.05).triesFor(0, UP)).toBe(4);
  });

  it('goes by the /24 where that has answered enough, else by the sweep', () => {
    const loss = having(2000, 0.1);
    having(512, 0, 256, loss);
    having(100, 0.2, 512, loss);
    expect(loss.triesFor(255, SILENT)).toBe(3);
    expect(loss.triesFor(300, SILENT)).toBe(2);
    expect(loss.triesFor(512, SILENT)).toBe(4);
  });

  it('takes a /24 where nothing was lost to be like the others until so many have answered that it is no chance', () => {
    const loss = having(2000, 0.1);
    having(100, 0.01, 256, loss);
    having(10, 0.5, 512, loss);
    expect(loss.triesFor(256, SILENT)).toBe(3);
    expect(loss.triesFor(512, SILENT)).toBe(3);
  });

  it('reports crowding once an epoch of answers, when more than a quarter of them was lost', () => {
    expect(having(127, 1).takeCrowding()).toBe(false);
    expect(having(128, 0.2).takeCrowding()).toBe(false);
    const loss = having(128, 0.3);
    expect(loss.takeCrowding()).toBe(true);
    expect(loss.takeCrowding()).toBe(false);
  });
});
