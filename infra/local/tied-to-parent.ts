import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

export type UserIds = { readonly uid: number; readonly gid: number };
export type DeathSignal = 'SIGKILL' | 'SIGQUIT' | 'SIGTERM' | 'SIGINT';

type Wanted = {
  readonly command: string;
  readonly args?: readonly string[];
  readonly asUser?: UserIds;
  readonly deathSignal?: DeathSignal;
};
type Spawnable = { command: string; args: string[]; uid?: number; gid?: number };

/** The parent may die before its child has asked for the signal; then the child has another parent by now. */
const UNLESS_ORPHAN = '[ "$PPID" = "$0" ] || exit 125; exec "$@"';

const findSetpriv = (): string | null => {
  const found = ['/usr/bin/setpriv', '/bin/setpriv'].find((path) => existsSync(path));
  if (found === undefined) return null;
  // Other implementations of setpriv do not know this option.
  const tried = spawnSync(found, ['--pdeathsig', 'KILL', '/bin/true'], { stdio: 'ignore' });
  return tried.status === 0 ? found : null;
};
let setpriv: string | null | undefined;

/**
 * The command line that runs a command tied to this process's life, as another user where asked for. util-linux's
 * `setpriv`, which Debian always has, asks the kernel for the signal and then becomes the command (same pid); where
 * it is missing the command is started plainly.
 */
export const tiedToParent = ({ command, args = [], asUser, deathSignal }: Wanted): Spawnable => {
  if (setpriv === undefined) setpriv = findSetpriv();
  if (setpriv === null) return { command, args: [...args], ...asUser };
  const user = asUser && [`--reuid=${asUser.uid}`, `--regid=${asUser.gid}`, '--clear-groups'];
  const tie = [
    '--pdeathsig',
    (deathSignal ?? 'SIGKILL').slice('SIG'.length),
    ...(user ?? []),
    '--',
  ];
  const guard = ['/bin/sh', '-c', UNLESS_ORPHAN, String(process.pid)];
  return { command: setpriv, args: [...tie, ...guard, command, ...args] };
};
