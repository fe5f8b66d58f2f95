import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { watchInterrupts } from '#cli/interrupts.ts';

const watched = () => {
  const from = new EventEmitter();
  let [nowMs, stops] = [0, 0];
  const stopAtOnce = () => {
    stops += 1;
  };
  const signal = watchInterrupts(from, { stopAtOnce, now: () => nowMs });
  const send = (name: string, atMs: number) => {
    nowMs = atMs;
    from.emit(name);
  };
  return { signal, send, stops: () => stops };
};

describe('interruptions', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'])('the first one, %s, ends things in order', (name) => {
    const { signal, send, stops } = watched();
    send(name, 1000);
    expect([signal.aborted, stops()]).toEqual([true, 0]);
  });

  it('what npm sends on of the same Ctrl-C is not a second one', () => {
    const { send, stops } = watched();
    send('SIGINT', 1000);
    send('SIGINT', 1003);
    expect(stops()).toBe(0);
  });

  it('the second one stops at once', () => {
    const { send, stops } = watched();
    send('SIGINT', 1000);
    send('SIGTERM', 1600);
    expect(stops()).toBe(1);
  });
});
