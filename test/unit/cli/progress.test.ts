import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEnvironment } from '#cli/environment.ts';
import { cellsOf } from '#cli/map/cells.ts';
import { knownFrom } from '#cli/map/known.ts';
import { outputOn } from '#cli/output.ts';
import { type Progress, progressOf } from '#cli/scan/progress.ts';
import { rateMeter } from '#cli/scan/rate-meter.ts';
import { liveView } from '#cli/view/live-view.ts';
import { progressLines } from '#cli/view/progress-lines.ts';
import { parseCidr } from '#shared/domain/network.ts';
import { fakeMap, fakeRun } from './fake-answers.ts';
import { recorder } from './run-cli.ts';

const progress = (more: Partial<Progress>): Progress => ({
  percent: 0,
  judged: 0,
  online: 2,
  etaSeconds: 8,
  isPaused: false,
  ...more,
});

describe('the progress of several runs', () => {
  it('weighs each run by its probes', () => {
    const runs = [
      fakeRun({ probes: 300, percent: 100, state: 'done', online: 2, eta_seconds: 0 }),
      fakeRun({ probes: 100, percent: 20, state: 'probing', online: 1, eta_seconds: 9 }),
    ];
    expect(progressOf(runs)).toEqual({
      percent: 80,
      judged: 320,
      online: 3,
      etaSeconds: 9,
      isPaused: false,
    });
  });

  it('knows no time left while one of them knows none, and none is left of a failed one', () => {
    const unknown = fakeRun({ state: 'queued', eta_seconds: null });
    const known = fakeRun({ state: 'probing', eta_seconds: 3 });
    expect(progressOf([unknown, known]).etaSeconds).toBeNull();
    expect(progressOf([fakeRun({ state: 'failed', percent: 40 })]).percent).toBe(100);
    expect(progressOf([fakeRun({ state: 'paused' })]).isPaused).toBe(true);
  });

  it('is a percentage, whatever the runs are', () => {
    const run = fc
      .record({ probes: fc.nat(), percent: fc.double({ min: 0, max: 100, noNaN: true }) })
      .map(fakeRun);
    fc.assert(
      fc.property(fc.array(run), (runs) => {
        const { percent } = progressOf(runs);
        expect(percent).toBeGreaterThanOrEqual(0);
        expect(percent).toBeLessThanOrEqual(100);
      }),
    );
  });
});

describe('the speed', () => {
  it('is that of the last seconds, and that of the whole time at the end', () => {
    let nowMs = 0;
    const measure = rateMeter(() => nowMs);
    const at = (seconds: number, judged: number, isEnd = false) => {
      nowMs = seconds * 1000;
      return measure(judged, isEnd);
    };
    expect([at(0, 0), at(1, 100), at(2, 200), at(6, 600)]).toEqual([0, 100, 100, 100]);
    expect([at(10, 4600), at(11, 5600)]).toEqual([550, 1000]);
    expect(at(20, 6000, true)).toBe(300);
  });

  it('is never below nothing, also when a chunk is given back', () => {
    const counts = fc.array(fc.nat({ max: 1000 }), { minLength: 1 });
    fc.assert(
      fc.property(counts, (judged) => {
        let nowMs = 0;
        const measure = rateMeter(() => nowMs);
        return judged.every((count) => {
          nowMs += 250;
          return measure(count, false) >= 0;
        });
      }),
    );
  });
});

describe('progress in lines', () => {
  it('is told every ten percent or five seconds, and at the end', async () => {
    const { stream, text } = recorder();
    let nowMs = 0;
    const lines = progressLines(outputOn(stream, {}), () => nowMs);
    for (let percent = 0; percent <= 35; percent += 1) lines.show(progress({ percent }), 12_304);
    nowMs = 5000;
    lines.show(progress({ percent: 36, isPaused: true }), 12_304);
    lines.show(progress({ percent: 100, online: 1 }), 12_304);
    lines.show(progress({ percent: 100 }), 12_304);
    await new Promise(setImmediate);
    expect(text().trimEnd().split('\n')).toEqual([
      '10 %, 12,304 probes/s, 2 hosts up, ETA 8.0 s',
      '20 %, 12,304 probes/s, 2 hosts up, ETA 8.0 s',
      '30 %, 12,304 probes/s, 2 hosts up, ETA 8.0 s',
      '36 %, 12,304 probes/s, 2 hosts up, paused',
      '100 %, 12,304 probes/s, 1 host up',
    ]);
  });
});

describe('the progress bar', () => {
  const draw = (environment: NodeJS.ProcessEnv) => {
    const { stream, text } = recorder(true);
    const bar = liveView(outputOn(stream, environment), readEnvironment(environment));
    bar.show(progress({ percent: 0, etaSeconds: null }), 12_304);
    bar.show(progress({ percent: 50 }), 12_304);
    bar.stop();
    return text();
  };

  it('is drawn with blocks where the locale has them, with plain characters elsewhere', () => {
    expect(draw({ LANG: 'en_GB.UTF-8' })).toContain('\u2588\u2591');
    expect(draw({ LANG: 'C' })).toContain('=-');
    expect(draw({ LANG: 'C.UTF-8', LC_ALL: 'C' })).not.toContain('\u2588');
  });

  it('says percent, speed, hosts and time left, and gives the cursor back', () => {
    const text = draw({});
    expect(text).toContain(' 50 %  12,304 probes/s | 2 hosts up | ETA 8.0 s');
    expect(text.lastIndexOf('\x1b[?25h')).toBeGreaterThan(text.lastIndexOf('\x1b[?25l'));
    expect(text.replace('\x1b[?2026l\x1b[?25h', '').endsWith('\n')).toBe(true);
  });

  it('has the map above it, where there is one', () => {
    const { stream, text } = recorder(true);
    const environment = { LANG: 'C.UTF-8', NO_COLOR: '1' };
    const view = liveView(outputOn(stream, environment), readEnvironment(environment));
    const block = parseCidr('127.0.0.0/29');
    view.show(progress({ percent: 50 }), 100);
    if (block) view.showMap(cellsOf(block, knownFrom(block, [fakeMap({})])));
    view.stop();
    expect(stripVTControlCharacters(text())).toMatch(
      /127\.0\.0\.0 ·█!·░░░×\n(?:[^\n]+\n)+█+░+ +50 % {2}100 probes\/s/,
    );
  });

  it('has no colours', () => {
    const codes = draw({ LANG: 'C.UTF-8' }).split('\x1b[');
    expect(codes.filter((code) => /^[0-9;]*m/.test(code))).toEqual([]);
  });
});
