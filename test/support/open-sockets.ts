import { readdirSync, readlinkSync } from 'node:fs';

const targetOf = (fd: string): string => {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return ''; // The descriptor that the listing itself had open.
  }
};

/** Sockets and epolls that this process has open, whoever made them. */
export const openSockets = (): number =>
  readdirSync('/proc/self/fd').filter((fd) => /^socket:|eventpoll/.test(targetOf(fd))).length;
