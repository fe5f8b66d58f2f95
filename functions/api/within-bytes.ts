/** The longest page: Lambda's answers may have 6 MB, with what JSON makes of them on the way. */
export const PAGE_BYTES = 4_000_000;

/** The first items whose JSON together is no longer than a page, and at least one; `isCut`: there are more of them. */
export const withinBytes = <T>(items: readonly T[], max = PAGE_BYTES) => {
  let bytes = 0;
  const over = items.findIndex((item) => {
    bytes += Buffer.byteLength(JSON.stringify(item)) + 1;
    return bytes > max;
  });
  const count = over === -1 ? items.length : Math.max(over, 1);
  return { items: items.slice(0, count), isCut: count < items.length };
};
