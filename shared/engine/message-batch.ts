import { type Memory, memoryOf } from './memory.ts';

/** `struct mmsghdr` and `struct iovec` of 64-bit Linux. */
const HEADER = {
  size: 64,
  name: 0,
  nameLength: 8,
  iovec: 16,
  iovecs: 24,
  control: 32,
  controlLength: 40,
  received: 56,
} as const;
const IOVEC = { size: 16, base: 0, length: 8 } as const;
const NAME_ROOM = 32;

export type Room = {
  readonly count: number;
  readonly dataBytes: number;
  readonly controlBytes: number;
};

const putAddress = (view: DataView, at: number, address: number): void => {
  view.setUint32(at, address % 2 ** 32, true);
  view.setUint32(at + 4, Math.floor(address / 2 ** 32), true);
};

/** Datagrams that go to the kernel, or come from it, in one call: each with its name, data and control message. */
export class MessageBatch {
  readonly count: number;
  readonly names: Memory;
  readonly data: Memory;
  readonly controls: Memory;
  readonly #room: Room;
  readonly #headers: Memory;
  readonly #iovecs: Memory;

  constructor(room: Room) {
    this.#room = room;
    this.count = room.count;
    this.names = memoryOf(room.count * NAME_ROOM);
    this.data = memoryOf(room.count * room.dataBytes);
    this.controls = memoryOf(room.count * room.controlBytes);
    this.#headers = memoryOf(room.count * HEADER.size);
    this.#iovecs = memoryOf(room.count * IOVEC.size);
    for (let i = 0; i < room.count; i++) this.#join(i);
  }

  /** Where the message at an index begins, for the call. */
  addressAt(index: number): number {
    return this.#headers.address + index * HEADER.size;
  }

  nameAt(index: number): number {
    return index * NAME_ROOM;
  }

  dataAt(index: number): number {
    return index * this.#room.dataBytes;
  }

  controlAt(index: number): number {
    return index * this.#room.controlBytes;
  }

  /** Says what to send: data that lies elsewhere, to a name of so many bytes. */
  point(index: number, dataAddress: number, dataLength: number, nameLength: number): void {
    const iovecAt = index * IOVEC.size;
    putAddress(this.#iovecs.view, iovecAt + IOVEC.base, dataAddress);
    this.#iovecs.view.setUint32(iovecAt + IOVEC.length, dataLength, true);
    this.#headers.view.setUint32(index * HEADER.size + HEADER.nameLength, nameLength, true);
  }

  /** Bytes of data that were received. */
  receivedAt(index: number): number {
    return this.#headers.view.getUint32(index * HEADER.size + HEADER.received, true);
  }

  /** Bytes of control messages that were received. */
  controlLengthAt(index: number): number {
    return this.#headers.view.getUint32(index * HEADER.size + HEADER.controlLength, true);
  }

  /** Makes the room of the first so many messages good for another receive: the kernel writes lengths over it. */
  renew(count: number): void {
    for (let i = 0; i < count; i++) {
      const at = i * HEADER.size;
      this.#headers.view.setUint32(at + HEADER.nameLength, NAME_ROOM, true);
      this.#headers.view.setUint32(at + HEADER.controlLength, this.#room.controlBytes, true);
    }
  }

  #join(index: number): void {
    const { view } = this.#headers;
    const at = index * HEADER.size;
    putAddress(view, at + HEADER.name, this.names.address + this.nameAt(index));
    putAddress(view, at + HEADER.iovec, this.#iovecs.address + index * IOVEC.size);
    view.setUint32(at + HEADER.iovecs, 1, true);
    if (this.#room.controlBytes > 0)
      putAddress(view, at + HEADER.control, this.controls.address + this.controlAt(index));
    this.point(index, this.data.address + this.dataAt(index), this.#room.dataBytes, NAME_ROOM);
    view.setUint32(at + HEADER.controlLength, this.#room.controlBytes, true);
  }
}
