import { describe, expect, it } from 'vitest';
import { Slowness } from '#shared/engine/slowness.ts';

const having = ({ answers = 0, late = 0, silence = 0, host = 0 }) => {
  const slowness = new Slowness(1024);
  for (let i = 0; i < answers; i++) slowness.sawAnswer(host, i < late);
  for (let i = 0; i < silence; i++) slowness.sawSilence();
  return slowness;
};
const UP = true;
const SILENT = false;

describe('Slowness', () => {
  it('has one patient try for a host that is up, and none for a silent address, while nothing is known', () => {
    expect(having({}).triesFor(0, UP, 2)).toBe(1);
    expect(having({}).triesFor(0, SILENT, 2)).toBe(0);
    expect(having({ answers: 1000, late: 1 }).triesFor(0, SILENT, 2)).toBe(0);
  });

  it('has as many as loss wants where hosts were late, and one for a silent address', () => {
    const slowness = having({ answers: 200, late: 2 });
    expect(slowness.triesFor(0, UP, 3)).toBe(3);
    expect(slowness.triesFor(0, SILENT, 3)).toBe(1);
    expect(slowness.triesFor(900, UP, 3)).toBe(3);
  });

  it('knows one late /24 among many that are not', () => {
    const slowness = having({ answers: 200, late: 2 });
    for (let i = 0; i < 2000; i++) slowness.sawAnswer(512, false);
    expect(slowness.triesFor(255, SILENT, 2)).toBe(1);
    expect(slowness.triesFor(512, SILENT, 2)).toBe(0);
  });

  it('tells a long way from a slow host', () => {
    expect(having({ answers: 100, late: 24 }).isFar(0)).toBe(false);
    expect(having({ answers: 100, late: 25 }).isFar(0)).toBe(true);
  });

  it('has no more patience once hundreds of patient tries met silence', () => {
    expect(having({ answers: 900, silence: 511 }).triesFor(0, UP, 2)).toBe(1);
    expect(having({ answers: 900, silence: 512 }).triesFor(0, UP, 2)).toBe(0);
    expect(having({ answers: 900, late: 2, silence: 512 }).triesFor(0, UP, 2)).toBe(1);
  });
});
