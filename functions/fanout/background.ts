/** Work that is waited for only at the end; what failed is thrown there. */
export const background = () => {
  const pending = new Set<Promise<void>>();
  const failures: unknown[] = [];
  return {
    run: (work: Promise<void>): void => {
      const watched = work
        .catch((error: unknown) => void failures.push(error))
        .finally(() => pending.delete(watched));
      pending.add(watched);
    },
    settled: async (): Promise<void> => {
      await Promise.all(pending);
      if (failures.length > 0) throw failures[0];
    },
  };
};
