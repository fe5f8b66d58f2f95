/**
 * Makes what a request asks for, unless it did so when it was sent before. That is looked up again when making fails:
 * the reply may have been lost, or somebody who was given up was still at it.
 */
export const madeOnce = async <T>(
  requestId: string | null,
  find: (requestId: string) => Promise<T[]>,
  make: () => Promise<T[]>,
): Promise<T[]> => {
  if (requestId === null) return make();
  const before = await find(requestId);
  if (before.length > 0) return before;
  try {
    return await make();
  } catch (error) {
    const meanwhile = await find(requestId).catch(() => []);
    if (meanwhile.length > 0) return meanwhile;
    throw error;
  }
};
