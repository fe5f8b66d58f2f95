import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type ScheduledEvent, startTicker } from '#infra/local/ticker.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-11-22T10:00:37.250Z') });
});
afterEach(() => {
  vi.useRealTimers();
});

const ticksOf = (everySeconds?: number) => {
  const events: ScheduledEvent[] = [];
  const ticker = startTicker({
    invoke: (event) => events.push(event),
    ...(everySeconds !== undefined && { everySeconds }),
  });
  return { ...ticker, events, times: () => events.map(({ time }) => time.slice(11)) };
};

test('a tick comes at once, and then as each minute begins', () => {
  const { stop, times } = ticksOf();
  expect(times()).toEqual(['10:00:37Z']);
  vi.advanceTimersByTime(180_000);
  expect(times()).toEqual(['10:00:37Z', '10:01:00Z', '10:02:00Z', '10:03:00Z']);
  stop();
  vi.advanceTimersByTime(180_000);
  expect(times()).toHaveLength(4);
});

test('a tick looks like that of an EventBridge rule, each with an id of its own', () => {
  const { stop, events } = ticksOf(1);
  vi.advanceTimersByTime(1000);
  stop();
  expect(events[0]).toEqual({
    version: '0',
    id: expect.stringMatching(/^[\da-f-]{36}$/),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: expect.stringMatching(/^\d{12}$/),
    time: '2026-11-22T10:00:37Z',
    region: expect.any(String),
    resources: [expect.stringMatching(/^arn:aws:events:.*:rule\//)],
    detail: {},
  });
  expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
});

test('a timer that fires a moment early makes no second tick of the same minute', () => {
  const { stop, times } = ticksOf();
  // The clock loses five milliseconds to the timer.
  vi.setSystemTime(Date.now() - 5);
  vi.advanceTimersToNextTimer();
  expect(Date.now()).toBe(Date.parse('2026-11-22T10:00:59.995Z'));
  vi.advanceTimersByTime(1000);
  expect(times()).toHaveLength(2);
  stop();
});

test('after a sleep of the machine there is one tick, not one for each minute missed', () => {
  const { stop, times } = ticksOf();
  vi.setSystemTime(Date.parse('2026-11-22T12:30:20Z'));
  vi.advanceTimersByTime(23_000);
  expect(times()).toHaveLength(2);
  stop();
});
