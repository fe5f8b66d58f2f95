import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Agenda } from '#shared/engine/agenda.ts';

const CAPACITY = 40;

type Plan = Pick<Agenda, 'put' | 'remove' | 'takeDue' | 'nextAt'>;

/** The same, without any art. */
class PlainPlan implements Plan {
  readonly #entries = new Map<number, number>();

  get nextAt(): number {
    return Math.min(...this.#entries.values());
  }

  put(id: number, at: number): void {
    this.#entries.set(id, at);
  }

  remove(id: number): void {
    this.#entries.delete(id);
  }

  takeDue(now: number): number {
    const next = [...this.#entries].find(([, at]) => at === this.nextAt && at <= now);
    this.remove(next?.[0] ?? -1);
    return next?.[0] ?? -1;
  }
}

type Step = (plan: Plan) => unknown;
const id = fc.nat(CAPACITY - 1);
/** No two things are due at the same time, so that it is clear which is first. */
const timeOf = (one: number, at: number) => at * CAPACITY + one;
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(id, fc.nat(100)).map(([one, at]): Step => {
    return (plan) => {
      plan.remove(one);
      plan.put(one, timeOf(one, at));
    };
  }),
  id.map(
    (one): Step =>
      (plan) =>
        plan.remove(one),
  ),
  fc.nat(100 * CAPACITY).map(
    (now): Step =>
      (plan) =>
        plan.takeDue(now),
  ),
  fc.constant((plan: Plan) => plan.nextAt),
);

describe('Agenda', () => {
  it('does what a plain list would, through any mix of steps', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 150 }), (steps) => {
        const agenda = new Agenda(CAPACITY);
        const plain = new PlainPlan();
        for (const take of steps) {
          expect(take(agenda)).toBe(take(plain));
        }
        expect(agenda.nextAt).toBe(plain.nextAt);
      }),
    );
  });

  it('has nothing due while it is empty', () => {
    const agenda = new Agenda(0);
    expect(agenda.nextAt).toBe(Number.POSITIVE_INFINITY);
    expect(agenda.takeDue(Number.MAX_VALUE)).toBe(-1);
  });
});
