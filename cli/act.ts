import type { ExitStatus } from './exit-status.ts';
import type { Shell } from './shell.ts';

/** Does the work of a command with what it has around it. */
export type Act = (work: (shell: Shell) => Promise<ExitStatus>) => Promise<void>;
