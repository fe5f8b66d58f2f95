import { type NotifyDeps, notify } from '#functions/notifier/notify.ts';
import { postWith } from '#functions/notifier/post.ts';
import type { ChangeEvent } from '#functions/notifier/tell-bus.ts';
import type { Database } from '#shared/store/database.ts';
import { deliveriesIn } from '#shared/store/deliveries.ts';

/** The notifier in this process, with a bus that keeps what it is told. */
export const useNotifier = (db: Database) => {
  const events: ChangeEvent[] = [];
  const warnings: Record<string, unknown>[] = [];
  const deps: NotifyDeps = {
    deliveries: deliveriesIn(db),
    post: postWith({ rules: { policy: 'local', networks: [] }, timeoutMs: 300 }),
    publish: async (told) => {
      events.push(...told);
      return 0;
    },
    isLate: () => false,
    warn: (_message, facts) => warnings.push(facts),
    chance: () => 0,
  };
  return {
    events,
    warnings,
    notify: (change: Partial<NotifyDeps> = {}) => notify({ ...deps, ...change }),
  };
};
