import koffi from 'koffi';

/** Smaller views may lie in V8's own heap, where they move. */
const LEAST = 4096;

/** Memory that the kernel reads and writes by its address, and we by a view. */
export type Memory = {
  /** Where its first byte lies; addresses of user space fit a number exactly. */
  readonly address: number;
  readonly view: DataView<ArrayBuffer>;
  readonly bytes: Uint8Array<ArrayBuffer>;
};

/** Memory of its own, zeroed, that stays where it is for as long as it is referred to. */
export const memoryOf = (size: number): Memory => {
  const bytes = Buffer.allocUnsafeSlow(Math.max(LEAST, size)).fill(0);
  const { buffer, byteOffset, byteLength } = bytes;
  return {
    address: Number(koffi.address(bytes)),
    view: new DataView(buffer, byteOffset, byteLength),
    bytes,
  };
};
