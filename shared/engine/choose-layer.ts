import type { LibcChoice } from './choose-libc-layer.ts';
import { nodeLayer } from './node-layer.ts';
import type { SocketLayer } from './socket-layer.ts';
import type { SocketsUsed } from './sweep-messages.ts';

export type ChosenLayer = SocketsUsed & { readonly layer: SocketLayer };

/** Its native part is not there for every machine. */
const libcChoice = async (): Promise<LibcChoice> => {
  const { chooseLibcLayer } = await import('./choose-libc-layer.ts');
  return chooseLibcLayer();
};

/** System calls where they can be made and pass their self-test, else Node's own sockets. */
export const chooseLayer = async (libc = libcChoice): Promise<ChosenLayer> => {
  try {
    const { name: sockets, ...choice } = await libc();
    return { sockets, ...choice };
  } catch (error) {
    const trouble = error instanceof Error ? error.message : String(error);
    return { sockets: 'node', troubles: [trouble], layer: nodeLayer() };
  }
};
