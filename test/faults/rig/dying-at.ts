import pRetry from 'p-retry';
import type { KillPoint } from '#shared/runtime/kill-points.ts';
import { NobodyDied, type Rig } from './rig.ts';

/**
 * What `act` comes to, with a process that dies at each point meanwhile. Of several processes of a function, the one that was
 * to die may be the one that was given nothing to do: then it acts once more.
 */
export const dyingAt = <Told>(
  rig: Rig,
  points: readonly KillPoint[],
  act: () => Promise<Told>,
): Promise<Told> =>
  pRetry(
    async () => {
      const deaths = await Promise.all(points.map((point) => rig.killAt(point)));
      const told = await act();
      for (const died of deaths) await died();
      return told;
    },
    { retries: 2, minTimeout: 0, shouldRetry: ({ error }) => error instanceof NobodyDied },
  );
