import * as zlib from "node:zlib";
import type { ArrowLibrary } from "./arrow-values.js";
import { unpackLz4 } from "./lz4-frame.js";

/** Has the library unpack buffers; it knows no way itself. Node has ZSTD from 22.15 on. */
export function registerCodecs({ setCompressionCodec, CompressionType }: ArrowLibrary): void {
  setCompressionCodec(CompressionType.LZ4_FRAME, { decode: unpackLz4, encode: refuse });
  const { zstdDecompressSync: unpack } = zlib as {
    zstdDecompressSync?: (bytes: Uint8Array, options: { maxOutputLength: number }) => Uint8Array;
  };
  if (!unpack) return;
  setCompressionCodec(CompressionType.ZSTD, {
    // A copy begins where an array of any type may.
    decode: (bytes, length) =>
      new Uint8Array(unpack(bytes, { maxOutputLength: Math.max(1, length) })),
    encode: refuse,
  });
}

function refuse(): never {
  throw new Error("Arrow is written without compression here");
}
