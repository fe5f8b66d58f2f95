import { useState } from 'preact/hooks';

type Identified = { readonly id: number };

/** Which rows are ticked. */
export const useSelection = () => {
  const [ids, setIds] = useState<ReadonlySet<number>>(new Set());
  const hasAll = (rows: readonly Identified[]) =>
    rows.length > 0 && rows.every(({ id }) => ids.has(id));
  return {
    has: (id: number) => ids.has(id),
    hasAll,
    toggle: (id: number) => setIds(ids.symmetricDifference(new Set([id]))),
    toggleAll: (rows: readonly Identified[]) =>
      setIds(hasAll(rows) ? new Set() : new Set(rows.map(({ id }) => id))),
    clear: () => setIds(new Set()),
  };
};

export type Selection = ReturnType<typeof useSelection>;
