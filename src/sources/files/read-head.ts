import { open } from "node:fs/promises";
import { constants, gunzipSync } from "node:zlib";

/** Bytes of a file that are looked at. */
export const HEAD_BYTES = 1 << 20;

/** The beginning of a file, which may be compressed with gzip. */
export async function readHead(file: string): Promise<Buffer> {
  const handle = await open(file, "r");
  try {
    const buffer = Buffer.alloc(HEAD_BYTES);
    const { bytesRead } = await handle.read(buffer, 0, HEAD_BYTES, 0);
    const head = buffer.subarray(0, bytesRead);
    const compressed = head[0] === 0x1f && head[1] === 0x8b;
    return compressed ? gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH }) : head;
  } finally {
    await handle.close();
  }
}
