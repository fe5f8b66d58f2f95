import { describe, expect, it } from 'vitest';
import { recallOf, recallWords } from '#test/bench/engine/recall.ts';
import { withPart } from '#test/bench/engine/results.ts';
import { spread } from '#test/bench/engine/rounds.ts';

const result = (measured: string) => ({ what: 'speed', goal: '≤ 1', measured });

describe('the results of the bench', () => {
  it('gain a part, and have it replaced by its next run, whatever else is written around it', () => {
    const once = withPart('# Results\n', 'cpu', [result('2')]);
    const twice = withPart(`${once}\nA remark.\n`, 'cpu', [result('1')]);
    expect(twice).toContain('| speed | ≤ 1 | 1 |');
    expect(twice).not.toContain('| speed | ≤ 1 | 2 |');
    expect(twice).toContain('A remark.');
    expect(twice.match(/## cpu/g)).toHaveLength(1);
  });

  it('take a few rows in place of what they were, and keep the others', () => {
    const slow = { what: 'slowness', goal: '-', measured: '7' };
    const once = withPart('# Results\n', 'cpu', [result('2'), slow]);
    const fast = { ...slow, what: 'fastness' };
    const twice = withPart(once, 'cpu', [result('1'), fast], false);
    expect(twice.match(/^\| \w+ness .*|^\| speed .*/gm)).toEqual([
      '| speed | ≤ 1 | 1 |',
      '| slowness | - | 7 |',
      '| fastness | - | 7 |',
    ]);
    expect(withPart(twice, 'cpu', [result('3')])).not.toContain('ness');
  });

  it('count a network that answers everything as found, and what is not there as false', () => {
    const truth = ['10.0.0.1:22', '10.0.1.1:22', '10.0.1.2:80'];
    const open = ['10.0.0.9:22'];
    const recall = recallOf(truth, { open, everything: ['10.0.1.0/24'] });
    expect(recall).toEqual({ there: 3, missed: 1, false: 1 });
    expect(recallWords([recall, recall])).toBe('66.67 % of 6; 2 false');
  });

  it('show the median with the spread', () => {
    expect(spread([3, 1, 2])).toBe('2.00 (1.00–3.00)');
    expect(spread([1, 2], 1)).toBe('1.5 (1.0–2.0)');
  });
});
