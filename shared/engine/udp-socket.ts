import type { Family } from '#shared/domain/address.ts';
import type { Libc } from './libc.ts';
import { LINUX } from './libc-names.ts';
import { type Memory, memoryOf } from './memory.ts';

const TYPE = LINUX.SOCK_DGRAM | LINUX.SOCK_NONBLOCK | LINUX.SOCK_CLOEXEC;
const NAME = { 4: 16, 6: 28 } as const;
const LENGTH_AT = 64;
/** Replies and ICMP errors of a burst wait here; the kernel grants what its own limit allows. */
const RECEIVE_BUFFER = 8 * 1024 * 1024;

const domainOf = (family: Family): number => (family === 4 ? LINUX.AF_INET : LINUX.AF_INET6);

const setOption = (libc: Libc, fd: number, level: number, name: number, value: number): void => {
  const { address, view } = memoryOf(4);
  view.setInt32(0, value, true);
  libc.setsockopt(fd, level, name, address, 4);
};

const nameOf = (family: Family): Memory => {
  const name = memoryOf(LENGTH_AT + 4);
  name.view.setUint16(0, domainOf(family), true);
  name.view.setUint32(LENGTH_AT, NAME[family], true);
  return name;
};

export type UdpSocket = {
  /** Negative: minus the errno that was met. */
  readonly fd: number;
  readonly port: number;
};

/** A socket at a port the system chooses, that is told of ICMP errors. */
export const openUdp = (libc: Libc, family: Family): UdpSocket => {
  const fd = libc.socket(domainOf(family), TYPE, 0);
  if (fd < 0) return { fd: -libc.errno(), port: 0 };
  const { SOL_IP, SOL_IPV6, IP_RECVERR, IPV6_RECVERR, IPV6_V6ONLY } = LINUX;
  if (family === 6) setOption(libc, fd, SOL_IPV6, IPV6_V6ONLY, 1);
  if (family === 6) setOption(libc, fd, SOL_IPV6, IPV6_RECVERR, 1);
  else setOption(libc, fd, SOL_IP, IP_RECVERR, 1);
  for (const name of [LINUX.SO_RCVBUF, LINUX.SO_RCVBUFFORCE])
    setOption(libc, fd, LINUX.SOL_SOCKET, name, RECEIVE_BUFFER);
  const { address, view } = nameOf(family);
  const isBound =
    libc.bind(fd, address, NAME[family]) === 0 &&
    libc.getsockname(fd, address, address + LENGTH_AT) === 0;
  if (isBound) return { fd, port: view.getUint16(2) };
  const errno = libc.errno();
  libc.close(fd);
  return { fd: -errno, port: 0 };
};

/** True when the IP address of a name is one of this machine: only such can be bound. */
export const isOwnAddress = (libc: Libc, family: Family, { address, view }: Memory): boolean => {
  const fd = libc.socket(domainOf(family), TYPE, 0);
  if (fd < 0) return false;
  view.setUint16(2, 0);
  const isOwn = libc.bind(fd, address, NAME[family]) === 0;
  libc.close(fd);
  return isOwn;
};
