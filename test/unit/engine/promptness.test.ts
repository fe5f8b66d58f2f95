import { describe, expect, it } from 'vitest';
import { Promptness } from '#shared/engine/promptness.ts';

const having = (...rttsMs: number[]): Promptness => {
  const promptness = new Promptness(8);
  for (const rttMs of rttsMs) promptness.sawAccepted(3, rttMs);
  return promptness;
};

describe('Promptness', () => {
  it('calls nobody prompt who has not accepted', () => {
    expect(having().isPrompt(3, 100)).toBe(false);
    expect(having(1).isPrompt(4, 100)).toBe(false);
  });

  it('goes by the fastest that a host accepted, as timeouts are now', () => {
    const promptness = having(900, 80.2, 700);
    expect(promptness.isPrompt(3, 81)).toBe(true);
    expect(promptness.isPrompt(3, 80)).toBe(false);
  });

  it('knows how long it took, however long', () => {
    expect(having(100_000).isPrompt(3, 2000)).toBe(false);
    expect(having(0).isPrompt(3, 1)).toBe(true);
  });
});
