import koffi, { type LibraryHandle } from 'koffi';

/**
 * System calls by the C library that Node itself runs on. Descriptors and results are C ints, `…At` is an address as a
 * number. A result below 0 means failure, and `errno()` then says which.
 */
export type Libc = {
  socket(domain: number, type: number, protocol: number): number;
  close(fd: number): number;
  bind(fd: number, addressAt: number, length: number): number;
  listen(fd: number, backlog: number): number;
  connect(fd: number, addressAt: number, length: number): number;
  getsockname(fd: number, addressAt: number, lengthAt: number): number;
  getsockopt(fd: number, level: number, name: number, valueAt: number, lengthAt: number): number;
  setsockopt(fd: number, level: number, name: number, valueAt: number, length: number): number;
  epollCreate(flags: number): number;
  epollControl(epoll: number, operation: number, fd: number, eventAt: number): number;
  epollWait(epoll: number, eventsAt: number, most: number, timeoutMs: number): number;
  sendMany(fd: number, messagesAt: number, count: number, flags: number): number;
  receiveMany(
    fd: number,
    messagesAt: number,
    count: number,
    flags: number,
    timeoutAt: number,
  ): number;
  errno(): number;
};

/** This thread's `errno` where the C library keeps it: read several times a probe, so not by another call. */
const errnoOf = (library: LibraryHandle): Int32Array => {
  const place = library.func('int *__errno_location()');
  return new Int32Array(koffi.view(place(), Int32Array.BYTES_PER_ELEMENT));
};

/** Binds the calls; throws where this machine has no such library. */
export const loadLibc = (): Libc => {
  const library = koffi.load(null);
  const errno = errnoOf(library);
  return {
    socket: library.func('int socket(int, int, int)'),
    close: library.func('int close(int)'),
    bind: library.func('int bind(int, int64_t, uint32_t)'),
    listen: library.func('int listen(int, int)'),
    connect: library.func('int connect(int, int64_t, uint32_t)'),
    getsockname: library.func('int getsockname(int, int64_t, int64_t)'),
    getsockopt: library.func('int getsockopt(int, int, int, int64_t, int64_t)'),
    setsockopt: library.func('int setsockopt(int, int, int, int64_t, uint32_t)'),
    epollCreate: library.func('int epoll_create1(int)'),
    epollControl: library.func('int epoll_ctl(int, int, int, int64_t)'),
    epollWait: library.func('int epoll_wait(int, int64_t, int, int)'),
    sendMany: library.func('int sendmmsg(int, int64_t, uint32_t, int)'),
    receiveMany: library.func('int recvmmsg(int, int64_t, uint32_t, int, int64_t)'),
    errno: () => errno[0] ?? 0,
  };
};
