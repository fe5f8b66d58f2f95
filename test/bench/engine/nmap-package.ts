import { outputOf } from './run-command.ts';

/** nmap from Debian's packages, installed where it is not there; the bench alone wants it. */
export const installNmap = async (): Promise<void> => {
  try {
    await outputOf('nmap', ['--version']);
  } catch {
    await outputOf('apt-get', ['install', '-y', '--no-install-recommends', 'nmap']);
  }
};
