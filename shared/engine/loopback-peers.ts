import type { Libc } from './libc.ts';
import { LINUX } from './libc-names.ts';
import { memoryOf } from './memory.ts';
import type { OwnPorts } from './socket-layer.ts';

const TYPE = LINUX.SOCK_STREAM | LINUX.SOCK_NONBLOCK | LINUX.SOCK_CLOEXEC;
const LOOPBACK = 0x7f000001;
const NAME = 16;
const LENGTH_AT = 64;
/** More than a listener with the shortest queue takes in. */
const KNOCKS = 4;

/** Ports of our own on 127.0.0.1, by the same system calls as probes. */
export class LoopbackPeers implements OwnPorts {
  readonly open: number;
  readonly refused: number;
  readonly #libc: Libc;
  readonly #name = memoryOf(LENGTH_AT + 4);
  readonly #descriptors: number[] = [];

  constructor(libc: Libc) {
    this.#libc = libc;
    const accepting = this.#bound();
    libc.listen(accepting.fd, 16);
    this.open = accepting.port;
    // Bound, so that nobody else gets it, and not listening.
    this.refused = this.#bound().port;
  }

  /** Opens one that is silent, because its queue is full. */
  openSilent(): number {
    const { fd, port } = this.#bound();
    this.#libc.listen(fd, 0);
    for (let i = 0; i < KNOCKS; i++) this.#knock(port);
    return port;
  }

  close(): void {
    for (const fd of this.#descriptors.splice(0)) this.#libc.close(fd);
  }

  #socket(): number {
    const fd = this.#libc.socket(LINUX.AF_INET, TYPE, 0);
    if (fd < 0) throw new Error(`socket: errno ${this.#libc.errno()}`);
    this.#descriptors.push(fd);
    return fd;
  }

  #write(port: number): number {
    const { address, view } = this.#name;
    view.setUint16(0, LINUX.AF_INET, true);
    view.setUint16(2, port);
    view.setUint32(4, LOOPBACK);
    view.setUint32(LENGTH_AT, NAME, true);
    return address;
  }

  #bound(): { fd: number; port: number } {
    const fd = this.#socket();
    const address = this.#write(0);
    const isBound =
      this.#libc.bind(fd, address, NAME) === 0 &&
      this.#libc.getsockname(fd, address, address + LENGTH_AT) === 0;
    if (!isBound) throw new Error(`bind: errno ${this.#libc.errno()}`);
    return { fd, port: this.#name.view.getUint16(2) };
  }

  #knock(port: number): void {
    this.#libc.connect(this.#socket(), this.#write(port), NAME);
  }
}
