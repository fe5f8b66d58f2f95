import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { presentRun } from '#functions/api/present-run.ts';
import { SCANNER } from '#functions/api/run-cost.ts';
import { progressOf } from '#functions/api/run-progress.ts';
import { functions } from '#infra/functions.ts';
import type { RunState } from '#shared/domain/run.ts';
import { wireRun } from '#shared/domain/wire.ts';
import { NOW, sampleRun } from '#test/support/samples.ts';

const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);

describe('the progress of a run', () => {
  it('is told from what is judged and the time it took', () => {
    const run = sampleRun({ probes: 1000, judged: 250, probesSent: 400 });
    expect(progressOf(run, later(20))).toEqual({
      percent: 25,
      etaSeconds: 60,
      probesPerSecond: 20,
    });
  });

  it.each([
    ['before it started', sampleRun({ state: 'queued', startedAt: null, judged: 0 }), 0, null],
    ['before anything is judged', sampleRun({ judged: 0 }), 0, null],
    ['while it is paused', sampleRun({ state: 'paused' }), 25, null],
    ['when it is done', sampleRun({ state: 'done', finishedAt: later(10) }), 100, 0],
    ['when it failed', sampleRun({ state: 'failed', judged: 1000 }), 99.9, null],
    ['when nothing had to be judged', sampleRun({ probes: 0, judged: 0 }), 0, null],
  ])('%s', (_name, run, percent, etaSeconds) => {
    expect(progressOf(run, later(20))).toMatchObject({ percent, etaSeconds });
  });

  it('says nothing of a run that would take years', () => {
    const run = sampleRun({ probes: 2 ** 50, judged: 1 });
    expect(progressOf(run, later(20)).etaSeconds).toBeNull();
  });

  it('leaves out the time that it was paused', () => {
    const run = sampleRun({ probes: 1000, judged: 250, pausedSeconds: 3600 });
    expect(progressOf(run, later(3620)).etaSeconds).toBe(60);
  });

  it('waits until enough is done to tell', () => {
    const chunks = { total: 16, done: 1, failed: 0 };
    expect(progressOf(sampleRun({ judged: 49, chunks }), later(20)).etaSeconds).toBeNull();
    expect(progressOf(sampleRun({ judged: 50, chunks }), later(20)).etaSeconds).toBe(380);
    const done = { total: 1000, done: 3, failed: 0 };
    expect(progressOf(sampleRun({ judged: 3, chunks: done }), later(3)).etaSeconds).toBe(997);
  });

  it('does not guess from the first second', () => {
    expect(progressOf(sampleRun(), later(0.5)).etaSeconds).toBeNull();
  });

  it('stands still once the run is over', () => {
    const run = sampleRun({ state: 'failed', finishedAt: later(10), probesSent: 100 });
    expect(progressOf(run, later(1000)).probesPerSecond).toBe(10);
  });
});

describe('a run', () => {
  const states: RunState[] = [
    'planned',
    'queued',
    'probing',
    'paused',
    'done',
    'failed',
    'cancelled',
  ];
  const instant = fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) });
  const big = fc.nat(Number.MAX_SAFE_INTEGER);

  it('is presented within the contract, whatever its numbers and clocks say', () => {
    const run = fc.record({
      state: fc.constantFrom(...states),
      startedAt: fc.option(instant),
      finishedAt: fc.option(instant),
      probes: big,
      judged: big,
      probesSent: fc.nat(2 ** 40),
      chunks: fc.record({ total: fc.nat(), done: fc.nat(), failed: fc.nat() }),
    });
    fc.assert(
      fc.property(run, instant, fc.constantFrom('local', 'lambda'), (change, now, policy) => {
        const shown = wireRun.parse(presentRun(sampleRun(change), policy, now));
        expect(shown.percent === 100).toBe(change.state === 'done');
      }),
    );
  });

  it('says why it failed', () => {
    const errorOf = (error: string | null) =>
      presentRun(sampleRun({ state: 'failed', error }), 'local', NOW).error;
    expect(errorOf('its scanner died')).toBe('its scanner died');
    expect(errorOf(null)).toBeNull();
  });

  it('is priced as its scanners are deployed', () => {
    expect(SCANNER.memoryMb).toBe(functions.scanner.memoryMb);
  });

  it('costs nothing on one machine', () => {
    const run = sampleRun({ state: 'done', finishedAt: later(60) });
    expect(presentRun(run, 'local', later(90)).cost_usd).toBe(0);
  });

  it('costs on Lambda what its scanners may have taken', () => {
    const chunks = { total: 4, done: 4, failed: 0 };
    const run = sampleRun({ state: 'done', finishedAt: later(60), chunks });
    // 4 scanners × 60 s × 1 GB × 0.0000133334 + 4 requests × 0.0000002
    expect(presentRun(run, 'lambda', later(90)).cost_usd).toBe(0.003201);
  });
});
