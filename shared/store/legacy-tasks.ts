import { and, eq, isNull, sql } from 'drizzle-orm';
import { formatNetwork } from '#shared/domain/network.ts';
import { formatPorts } from '#shared/domain/ports.ts';
import type { Task } from '#shared/domain/task.ts';
import type { TaskIdentity } from '#shared/domain/task-key.ts';
import type { TaskOptions } from '#shared/domain/task-options.ts';
import type { Database } from './database.ts';
import { taskTable } from './schema.ts';
import { taskColumns, taskFromRow } from './task-row.ts';

/** Owner of tasks that programs of the old system made by writing to Redis. */
const LEGACY_OWNER = 'legacy';

/** Tasks by what makes them the task they are, however an old program spelt it. */
export const legacyTasksIn = (db: Database) => {
  const find = async ({ network, tcpPorts, udpPorts }: TaskIdentity): Promise<Task | null> => {
    const [row] = await db
      .select(taskColumns)
      .from(taskTable)
      .where(
        and(
          eq(taskTable.network, formatNetwork(network)),
          eq(taskTable.tcp_query_ports, formatPorts(tcpPorts)),
          eq(taskTable.udp_query_ports, formatPorts(udpPorts)),
          isNull(taskTable.deleted_at),
        ),
      );
    return row ? taskFromRow(row) : null;
  };

  return {
    find,

    /**
     * The task with this identity, made for the old system's programs when there is none. Its key is kept as written. It
     * waits for a run only once one is planned: whoever makes it may die before that, or may not plan one.
     */
    findOrAdopt: async (
      key: string,
      identity: TaskIdentity,
      options: TaskOptions,
    ): Promise<Task> => {
      await db
        .insert(taskTable)
        .values({
          owner: LEGACY_OWNER,
          key,
          network: formatNetwork(identity.network),
          tcp_query_ports: formatPorts(identity.tcpPorts),
          udp_query_ports: formatPorts(identity.udpPorts),
          options,
          created_time: sql`netsweep_now()`,
        })
        .onConflictDoNothing();
      const task = await find(identity);
      if (!task) throw new Error('an adopted task was deleted at once');
      return task;
    },
  };
};

export type LegacyTasks = ReturnType<typeof legacyTasksIn>;
