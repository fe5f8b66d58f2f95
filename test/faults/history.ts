/** What was asked of Netsweep and what was seen of it, in order. `maybe`: the answer was lost, so it may have happened. */
export type Outcome = 'ok' | 'fail' | 'maybe';

export type Entry =
  | {
      readonly kind: 'create';
      readonly outcome: Outcome;
      readonly network: string;
      readonly taskId?: number;
    }
  /** The TCP ports of a task were changed; in canonical form, as the answer has them. */
  | {
      readonly kind: 'edit';
      readonly outcome: Outcome;
      readonly taskId: number;
      readonly tcpPorts: string;
    }
  | { readonly kind: 'delete'; readonly outcome: Outcome; readonly taskId: number }
  /** The starts of a task are recorded all or none: it may not have more runs either. */
  | {
      readonly kind: 'start';
      readonly outcome: Outcome;
      readonly taskId: number;
      readonly runId?: number;
    }
  /** `done`: chunks that the answer said were done. It stays at that. */
  | {
      readonly kind: 'cancel';
      readonly outcome: Outcome;
      readonly runId: number;
      readonly done?: number;
    }
  | { readonly kind: 'pause' | 'resume'; readonly outcome: Outcome; readonly runId: number }
  /** A due time that stood in the crontab hash while the scheduler was to see it. */
  | { readonly kind: 'due'; readonly taskId: number; readonly epochSeconds: number }
  /** An old program wrote a field of the crontab hash. */
  | { readonly kind: 'write-field'; readonly field: string; readonly value: string }
  /** An attempt at a chunk was said to be committed. */
  | {
      readonly kind: 'commit';
      readonly outcome: Outcome;
      readonly runId: number;
      readonly chunkNo: number;
      readonly attempt: number;
    }
  /** What a reader saw of a task in one snapshot. Readers that read at the same time have names. */
  | {
      readonly kind: 'read';
      readonly taskId: number;
      readonly generation: number | null;
      readonly online: number;
      readonly rows: number;
      readonly reader?: string;
    };

/** `at`: when it was recorded, which is once its outcome was known; epoch milliseconds. */
export type Recorded = Entry & { readonly at: number };

export const newHistory = (now: () => number = Date.now) => {
  const entries: Recorded[] = [];
  return {
    record: (entry: Entry): void => {
      entries.push({ at: now(), ...entry });
    },
    entries: entries as readonly Recorded[],
    /** The entries of one kind, in order. */
    of: <K extends Entry['kind']>(kind: K) =>
      entries.filter((entry): entry is Extract<Recorded, { kind: K }> => entry.kind === kind),
    /** One line of JSON an entry, to be kept beside a finding. */
    toLines: (): string => entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''),
  };
};

export type History = ReturnType<typeof newHistory>;
