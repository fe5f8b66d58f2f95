import type { Chance } from './chance.ts';

/**
 * What becomes of a request. `refuse`: the connection is reset. `drop-request`: it is read, and the connection closed. `drop-reply`: it is done, and its answer is lost: the one
 * who asked cannot know. `accept`: it is swallowed, and Lambda's 202 says it was taken.
 */
export type Action =
  | 'pass'
  | 'refuse'
  | 'hang'
  | 'drop-request'
  | 'drop-reply'
  | 'truncate'
  | 'forward-twice'
  | 'slow-drip'
  | 'accept'
  | { readonly delayMs: number }
  | { readonly status: 413 | 429 | 500 | 502 | 503 };

export type Rule = {
  /** Against `METHOD /path (event)` and, on the next line, the body. */
  readonly match: RegExp;
  /** Only the nth request that matches; by default each. */
  readonly nth?: number;
  /** With that probability; by default always. */
  readonly chance?: number;
  readonly action: Action;
};

/** The rules in force; each request is judged by the first rule that applies. */
export const faultRules = (chance: Chance) => {
  const rules = new Map<Rule, number>();

  const applies = (rule: Rule, request: string): boolean => {
    if (!rule.match.test(request)) return false;
    const matched = (rules.get(rule) ?? 0) + 1;
    rules.set(rule, matched);
    const isTurn = rule.nth === undefined || rule.nth === matched;
    return isTurn && (rule.chance === undefined || chance.happens(rule.chance));
  };

  return {
    /** Puts a rule in force; call the answer to lift it. */
    add: (rule: Rule): (() => void) => {
      rules.set(rule, 0);
      return () => void rules.delete(rule);
    },
    clear: () => rules.clear(),
    /** How many requests matched the rule so far. */
    matched: (rule: Rule): number => rules.get(rule) ?? 0,
    actionFor: (request: string): Action =>
      [...rules.keys()].find((rule) => applies(rule, request))?.action ?? 'pass',
  };
};
