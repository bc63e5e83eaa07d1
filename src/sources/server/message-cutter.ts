/**
 * Chunks of a socket → whole messages. A message is read where it lies; only one that is torn
 * between chunks is put together first.
 */
export class MessageCutter {
  /** Pieces of the torn message, their size, and the size at which it can be read on. */
  #pieces: Buffer[] = [];
  #have = 0;
  #need = 0;

  constructor(
    /** Bytes that tell a message's size. */
    private readonly header: number,
    /** Size of the message at `at`, with its header. Throws when there can be no such message. */
    private readonly sizeAt: (bytes: Buffer, at: number) => number,
    /** Gets `bytes[at..end)`, whose memory is the socket's. */
    private readonly onMessage: (bytes: Buffer, at: number, end: number) => void,
    /**
     * May take whole messages at once, before they are cut: where the first begins that it has not
     * taken.
     */
    private readonly onMany: (bytes: Buffer, at: number) => number = (_, at) => at,
  ) {}

  /** Throws what the two functions throw. */
  take(chunk: Buffer): void {
    let at = 0;
    while (this.#have > 0) {
      const piece = chunk.subarray(at, at + this.#need - this.#have);
      // The chunk's memory is the socket's, which may read into it again.
      this.#pieces.push(Buffer.from(piece));
      this.#have += piece.length;
      at += piece.length;
      if (this.#have < this.#need) return;
      const joined = Buffer.concat(this.#pieces);
      this.#read(joined, 0);
    }
    this.#read(chunk, at);
  }

  #read(bytes: Buffer, from: number): void {
    const size = bytes.length;
    let at = from;
    this.#need = this.header;
    for (;;) {
      at = this.onMany(bytes, at);
      if (at + this.header > size) break;
      const end = at + this.sizeAt(bytes, at);
      if (end > size) {
        this.#need = end - at;
        break;
      }
      this.onMessage(bytes, at, end);
      at = end;
    }
    this.#have = size - at;
    // A copy, too, so that a large chunk is not kept for the sake of a few bytes.
    this.#pieces = at < size ? [Buffer.from(bytes.subarray(at))] : [];
  }
}
