/** What was asked of Netsweep and what was seen of it, in order. `maybe`: the answer was lost, so it may have happened. */
export type Outcome = 'ok' | 'fail' | 'maybe';

export type Entry =
  | { readonly kind: 'delete'; readonly outcome: Outcome; readonly taskId: number }
  | { readonly kind: 'start'; readonly outcome: Outcome; readonly taskId: number }
  | { readonly kind: 'cancel'; readonly outcome: Outcome; readonly runId: number }
  /** A due time that stood in the crontab hash while the scheduler was to see it. */
  | { readonly kind: 'due'; readonly taskId: number; readonly epochSeconds: number }
  /** An old program wrote a field of the crontab hash. */
  | { readonly kind: 'write-field'; readonly field: string; readonly value: string }
  /** What one reader saw of a task in one snapshot. */
  | {
      readonly kind: 'read';
      readonly taskId: number;
      readonly generation: number | null;
      readonly online: number;
      readonly rows: number;
    };

export const newHistory = () => {
  const entries: Entry[] = [];
  return {
    record: (entry: Entry): void => {
      entries.push(entry);
    },
    entries: entries as readonly Entry[],
    /** The entries of one kind, in order. */
    of: <K extends Entry['kind']>(kind: K) =>
      entries.filter((entry): entry is Extract<Entry, { kind: K }> => entry.kind === kind),
  };
};

export type History = ReturnType<typeof newHistory>;
