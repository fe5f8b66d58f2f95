import {
  connectResp,
  type RespCommand,
  type RespConnection,
  type RespReply,
} from './resp-connection.ts';

export type RespPool = {
  /** As on one connection: together, with nobody else's commands between them. */
  readonly send: (commands: readonly RespCommand[]) => Promise<RespReply[]>;
  readonly close: () => Promise<void>;
};

/**
 * A few connections that share the work, made when first needed and again after they broke. None ever waits for a blocking
 * command, so that they can be shared; what was under way on one that breaks is rejected, never repeated.
 */
export const respPoolOf = (url: string, size = 4): RespPool => {
  const slots: (Promise<RespConnection> | null)[] = Array.from({ length: size }, () => null);
  let turn = 0;
  const open = (slot: number): Promise<RespConnection> => {
    const opening = connectResp(url);
    const clear = (): void => {
      if (slots[slot] === opening) slots[slot] = null;
    };
    opening.then(({ closed }) => closed.then(clear), clear);
    slots[slot] = opening;
    return opening;
  };
  return {
    send: async (commands) => {
      turn = (turn + 1) % size;
      const connection = await (slots[turn] ?? open(turn));
      return connection.send(commands);
    },
    close: async () => {
      for (const opened of await Promise.allSettled(slots)) {
        if (opened.status === 'fulfilled') opened.value?.close();
      }
    },
  };
};
