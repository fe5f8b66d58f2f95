/** Answers a question from memory for `ms` milliseconds; null is not remembered. */
export const remembered = <Answer>(ms: number, ask: (key: string) => Promise<Answer | null>) => {
  const answers = new Map<string, { answer: Answer; atMs: number }>();
  return {
    of: async (key: string): Promise<Answer | null> => {
      const known = answers.get(key);
      if (known && performance.now() - known.atMs < ms) return known.answer;
      const answer = await ask(key);
      if (answer === null) answers.delete(key);
      else answers.set(key, { answer, atMs: performance.now() });
      return answer;
    },

    forget: (key: string): void => void answers.delete(key),
  };
};

export type Remembered<Answer> = ReturnType<typeof remembered<Answer>>;
