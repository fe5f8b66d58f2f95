/** A store whose `method` is met by `meanwhile` the first time it is called: right before its effect, or right after. */
export const interrupted = <Store extends object, Name extends keyof Store>(
  store: Store,
  method: Name,
  when: 'before' | 'after',
  meanwhile: () => Promise<unknown>,
): Store => {
  let isFirst = true;
  const call = store[method] as (...given: unknown[]) => Promise<unknown>;
  const wrapped = async (...given: unknown[]) => {
    const interrupt = isFirst ? meanwhile : async () => {};
    isFirst = false;
    if (when === 'before') await interrupt();
    const result = await call(...given);
    if (when === 'after') await interrupt();
    return result;
  };
  return { ...store, [method]: wrapped };
};
