import { Socket, type ConnectOpts, type OnReadOpts, type SocketConstructorOpts } from "node:net";

/** Bytes that are read at once; a Node stream makes a new buffer of a quarter of it each time. */
const BUFFER_BYTES = 256 * 1024;

/**
 * A socket that reads into the same buffer again and again, which saves a tenth of what it takes to
 * read many rows. It emits `data` as any other, with copies until {@link reuses} is set.
 */
export class ReusingSocket extends Socket {
  /** Whether listeners get the buffer itself, which holds other bytes as soon as they have returned. */
  reuses = false;

  constructor() {
    const onread: OnReadOpts = {
      buffer: Buffer.allocUnsafeSlow(BUFFER_BYTES),
      callback: (size, { buffer, byteOffset }) => {
        const bytes = Buffer.from(buffer, byteOffset, size);
        this.emit("data", this.reuses ? bytes : Buffer.from(bytes));
        return true;
      },
    };
    // The types know the option of `connect` only, which hands it to this constructor.
    const options: SocketConstructorOpts & ConnectOpts = { onread };
    super(options);
  }
}
