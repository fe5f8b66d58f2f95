import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { questionsFor } from '#shared/engine/questions.ts';
import { Turns } from '#shared/engine/turns.ts';

const questionsOf = (tcp: number, discovery: 'thorough' | 'fast') =>
  questionsFor({ tcpPorts: [[1, tcp]], udpPorts: [] }, { discovery, untestableTcpPorts: [] });
const drain = (turns: Turns, now = 0) => {
  const pairs: number[] = [];
  for (let pair = turns.next(now); pair >= 0; pair = turns.next(now)) pairs.push(pair);
  return pairs;
};
const upTo = (size: number) => Array.from({ length: size }, (_, i) => i);

describe('Turns', () => {
  it('is a bijection over host × question that goes round the hosts', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 60 }),
        fc.nat(),
        (hosts, ports, key) => {
          const turns = new Turns(hosts, questionsOf(ports, 'thorough'), null, key);
          for (const host of upTo(hosts)) turns.release(host, ports);
          const pairs = drain(turns);
          expect(pairs.toSorted((a, b) => a - b)).toEqual(upTo(hosts * ports));
          const rounds = upTo(ports).map((i) => pairs.slice(i * hosts, (i + 1) * hosts));
          expect(
            rounds.every((r) => new Set(r.map((pair) => Math.floor(pair / ports))).size === hosts),
          ).toBe(true);
        },
      ),
    );
  });

  it('asks the first questions first, and the rest when they are released', () => {
    const questions = questionsOf(100, 'fast');
    const turns = new Turns(1, questions, null, 1);
    turns.release(0, questions.firstCount);
    const first = drain(turns);
    expect(new Set(first)).toEqual(new Set(questions.order.subarray(0, questions.firstCount)));
    turns.release(0, 100);
    expect([...first, ...drain(turns)].toSorted((a, b) => a - b)).toEqual(upTo(100));
  });

  it('asks a pair again that was put back, whatever else is going on', () => {
    const turns = new Turns(2, questionsOf(3, 'thorough'), null, 1);
    turns.release(0, 3);
    const pairs = drain(turns);
    for (const pair of pairs) turns.again(pair);
    expect(drain(turns).toSorted()).toEqual(pairs.toSorted());
    expect(turns.nextAt(5)).toBe(Number.POSITIVE_INFINITY);
  });

  it('forgets a host that is dropped', () => {
    const turns = new Turns(2, questionsOf(3, 'thorough'), null, 1);
    turns.release(0, 3);
    turns.release(1, 3);
    turns.again(0);
    turns.drop(0);
    expect(drain(turns).toSorted()).toEqual([3, 4, 5]);
  });

  it('lets a host sit out that had its share, while others go on', () => {
    const turns = new Turns(2, questionsOf(3, 'thorough'), 10, 1);
    turns.release(0, 3);
    turns.release(1, 3);
    expect(drain(turns, 0).length).toBe(2);
    expect(turns.nextAt(0)).toBeGreaterThanOrEqual(100);
    expect(drain(turns, 99)).toEqual([]);
    expect(drain(turns, 105).length).toBe(2);
  });
});
