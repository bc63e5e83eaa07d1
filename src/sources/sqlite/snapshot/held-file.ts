/** Whether a file is as its readers see it, all by itself: nothing of it lies in a log beside it. */
import { open, stat, statfs } from "node:fs/promises";

/** Below this size the other way to read costs less than this one's start. */
const LEAST_BYTES = 32 * 1024 * 1024;

/** File systems on this machine's disks or in its memory, by Linux's numbers for them. */
const LOCAL = new Set([
  0xef53, // ext2, ext3, ext4
  0x58465342, // xfs
  0x9123683e, // btrfs
  0x01021994, // tmpfs
  0x794c7630, // overlayfs
  0x2fc12fc1, // zfs
  0xf2f52010, // f2fs
]);

const HEADER_BYTES = 100;
/** Version of the format for reading: 2 with a write-ahead log. */
const READ_VERSION_AT = 19;
const WITH_LOG = 2;
/** The last byte of the encoding's number. */
const ENCODING_AT = 59;
const UTF8 = 1;
/** In 32-bit words of the index that lies beside a log, in this machine's order of bytes. */
const FRAMES_AT = 16 / 4;
const COPY_AT = 48 / 4;
const COPIED_FRAMES_AT = 96 / 4;
const INDEX_BYTES = 136;

/** Whether it pays to hold the file, and locks reach all who write to it. */
export async function mayBeHeld(file: string): Promise<boolean> {
  if (process.platform !== "linux") return false;
  const { size } = await stat(file);
  return size >= LEAST_BYTES && LOCAL.has((await statfs(file)).type);
}

/**
 * Whether the file holds all that has been committed, with texts in UTF-8. Once a reader's transaction has begun, it
 * stays so until that ends: frames of the log that come later are not copied into the file before.
 *
 * Opens and closes files: locks that this process has on them are gone afterwards.
 */
export async function isComplete(file: string): Promise<boolean> {
  const header = await firstBytes(file, HEADER_BYTES);
  // SQLite in WebAssembly would take any encoding for this one.
  if (header?.[ENCODING_AT] !== UTF8) return false;
  if (header[READ_VERSION_AT] !== WITH_LOG) return true;
  const bytes = await firstBytes(`${file}-shm`, INDEX_BYTES);
  if (!bytes) return false;
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, INDEX_BYTES / 4);
  // Both copies of the header differ while it is written.
  for (let word = 0; word < COPY_AT; word++) {
    if (words[word] !== words[word + COPY_AT]) return false;
  }
  return words[FRAMES_AT] === words[COPIED_FRAMES_AT];
}

async function firstBytes(file: string, length: number): Promise<Uint8Array | undefined> {
  const handle = await open(file, "r").catch(() => undefined);
  if (!handle) return undefined;
  try {
    const { bytesRead, buffer } = await handle.read(new Uint8Array(length), 0, length, 0);
    return bytesRead === length ? buffer : undefined;
  } finally {
    await handle.close();
  }
}
