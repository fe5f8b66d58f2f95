import { describe, expect, it } from 'vitest';
import { Window } from '#shared/engine/window.ts';

describe('Window', () => {
  it('halves what was in flight, once for the failures of one burst', () => {
    const window = new Window(1000);
    window.shrink(100, 400);
    window.shrink(110, 399);
    window.shrink(149, 398);
    expect(window.size).toBe(200);
    expect(window.pausedUntil).toBe(150);
  });

  it('pauses longer while failures last, up to a second', () => {
    const window = new Window(1000);
    const pauses = Array.from({ length: 8 }, () => {
      const now = window.pausedUntil;
      window.shrink(now, 1000);
      return window.pausedUntil - now;
    });
    expect(pauses).toEqual([50, 100, 200, 400, 800, 1000, 1000, 1000]);
    expect(window.size).toBe(3);
  });

  it('never closes wholly', () => {
    const window = new Window(1);
    window.shrink(0, 1);
    expect(window.size).toBe(1);
  });

  it('grows back by an eighth for each calm windowful, never beyond its size', () => {
    const window = new Window(100);
    window.shrink(0, 100);
    for (let i = 0; i < 50; i++) window.calm();
    expect(window.size).toBe(56);
    for (let i = 0; i < 5000; i++) window.calm();
    expect(window.size).toBe(100);
    const now = window.pausedUntil;
    window.shrink(now, 100);
    expect(window.pausedUntil - now).toBe(50);
  });

  it('gives way to loss by a quarter at a time, without a pause, and never wholly', () => {
    const window = new Window(160);
    window.ease();
    expect(window.size).toBe(120);
    expect(window.pausedUntil).toBe(0);
    for (let i = 0; i < 20; i++) window.ease();
    expect(window.size).toBe(10);
    for (let i = 0; i < 10_000; i++) window.calm();
    expect(window.size).toBe(160);
  });

  it('does not grow by giving way when it was smaller already', () => {
    const window = new Window(1600);
    for (let at = 0; at < 10; at++) window.shrink(window.pausedUntil, 4);
    expect(window.size).toBe(1);
    window.ease();
    expect(window.size).toBe(1);
  });
});
