/** A page of rows with ids: those that come after (or, newest first, below) the id `after`. */
export type IdPage = { readonly limit: number; readonly after?: number | undefined };

/** The page of rows that were read with one more than the limit; `next` is the id to go on after. */
export const pageOf = <Row extends { readonly id: number }>(
  rows: readonly Row[],
  limit: number,
) => {
  const page = rows.slice(0, limit);
  return { rows: page, next: rows.length > limit ? (page.at(-1)?.id ?? null) : null };
};
