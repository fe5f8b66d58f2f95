import { z } from 'zod';
import type { RespCommand } from './resp-connection.ts';

/** As the client sends it: numbers and booleans are not yet text. */
const command = z.array(z.union([z.string(), z.number(), z.boolean()]).transform(String)).min(1);
export const upstashCommand = command;
export const upstashCommands = z.array(command).min(1);

/**
 * What makes no sense without a connection of one's own (blocking, sessions, subscriptions, transactions by hand), and what
 * belongs to whoever runs the server. Upstash refuses these too.
 */
const REFUSED = new Set(
  `BLPOP BRPOP BRPOPLPUSH BLMOVE BLMPOP BZPOPMIN BZPOPMAX BZMPOP WAIT WAITAOF
  AUTH HELLO SELECT CLIENT QUIT RESET ASKING READONLY READWRITE
  SUBSCRIBE UNSUBSCRIBE PSUBSCRIBE PUNSUBSCRIBE SSUBSCRIBE SUNSUBSCRIBE MONITOR SYNC PSYNC
  MULTI EXEC DISCARD WATCH UNWATCH
  ACL BGREWRITEAOF BGSAVE CLUSTER CONFIG DEBUG FAILOVER LATENCY MIGRATE MODULE
  REPLCONF REPLICAOF SAVE SHUTDOWN SLAVEOF SLOWLOG SWAPDB`.split(/\s+/),
);
const READS_STREAMS = new Set(['XREAD', 'XREADGROUP']);

const blocks = (name: string, args: readonly string[]): boolean =>
  READS_STREAMS.has(name) && args.some((arg) => arg.toUpperCase() === 'BLOCK');

/** The error reply for a command that is not to be had here, or null when it is. */
export const refusalOf = ([first = '', ...args]: RespCommand): Error | null => {
  const name = first.toUpperCase();
  return REFUSED.has(name) || blocks(name, args)
    ? new Error(`ERR Command is not available: '${name}'`)
    : null;
};
