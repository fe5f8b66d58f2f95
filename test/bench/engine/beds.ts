import { fileURLToPath } from 'node:url';
import { outputOf, timed } from './run-command.ts';

const folder = fileURLToPath(new URL('../../support/beds/', import.meta.url));

/** A command line for a shell: each word as it is. */
const quoted = (words: readonly string[]): string =>
  words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');

const bedOf = (script: string) => {
  const bed = `${folder}${script}`;
  return {
    up: (...options: string[]) =>
      outputOf('bash', ['-c', `exec bash "$0" ${quoted(['up', ...options])}`, bed]),
    down: () => outputOf('bash', [bed, 'down']),
    /** Runs a command in the bed's namespace, and nowhere else, with so many descriptors. */
    run: (descriptors: number, words: readonly string[]) =>
      timed('bash', ['-c', `ulimit -n ${descriptors}; exec bash "$0" run ${quoted(words)}`, bed]),
    say: (command: string) => outputOf('bash', [bed, command]),
  };
};

export type Bed = ReturnType<typeof bedOf>;

/** Two namespaces; the kernel plays the hosts. */
export const testbed = bedOf('testbed.sh');
/** A simulated network with distances, loss and odd hosts. */
export const simnet = bedOf('simnet.sh');

/** Lines that the ground truth of a bed says. */
export const truthOf = async (script: 'truth.py' | 'simnet_truth.py', ...args: string[]) =>
  (await outputOf('python3', [`${folder}${script}`, ...args])).split('\n').filter(Boolean);

/** Brings a bed up for as long as the work takes. */
export const withBed = async <T>(
  bed: Bed,
  options: string[],
  work: () => Promise<T>,
): Promise<T> => {
  await bed.up(...options);
  try {
    return await work();
  } finally {
    await bed.down();
  }
};
