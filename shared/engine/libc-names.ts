import { constants } from 'node:os';

/** Numbers of Linux's ABI that x64 and arm64 share, by the names of its headers. */
export const LINUX = {
  AF_UNSPEC: 0,
  AF_INET: 2,
  AF_INET6: 10,
  SOCK_STREAM: 1,
  SOCK_DGRAM: 2,
  SOCK_NONBLOCK: 0x800,
  SOCK_CLOEXEC: 0x80000,
  SOL_IP: 0,
  SOL_SOCKET: 1,
  SOL_IPV6: 41,
  SO_ERROR: 4,
  SO_RCVBUF: 8,
  SO_LINGER: 13,
  SO_RCVBUFFORCE: 33,
  IP_RECVERR: 11,
  IPV6_RECVERR: 25,
  IPV6_V6ONLY: 26,
  EPOLL_CLOEXEC: 0x80000,
  EPOLL_CTL_ADD: 1,
  EPOLLIN: 1,
  EPOLLOUT: 4,
  EPOLLONESHOT: 0x40000000,
  EPOLLET: 0x80000000,
  MSG_DONTWAIT: 0x40,
  MSG_ERRQUEUE: 0x2000,
} as const;

export const ERRNO = constants.errno;

/** No descriptors are left, to this process or to the machine. */
export const isShortage = (errno: number): boolean =>
  errno === ERRNO.EMFILE || errno === ERRNO.ENFILE;
