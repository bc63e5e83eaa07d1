import { createHash } from "node:crypto";
import { closeSync, createReadStream, fsyncSync, openSync, rmSync, writeSync } from "node:fs";
import { open } from "node:fs/promises";

export interface FileFingerprint {
  /** SHA-256 in hexadecimal. */
  readonly hash: string;
  readonly bytes: number;
}

/** A new file that is hashed while it is written. */
export class HashedFile {
  readonly #hash = createHash("sha256");
  readonly #descriptor: number;
  #bytes = 0;

  constructor(readonly path: string) {
    this.#descriptor = openSync(path, "wx", 0o600);
  }

  write(bytes: Uint8Array): void {
    this.#hash.update(bytes);
    for (let at = 0; at < bytes.byteLength;) at += writeSync(this.#descriptor, bytes, at);
    this.#bytes += bytes.byteLength;
  }

  /** Makes sure that the file is on the disk. */
  finish(): FileFingerprint {
    fsyncSync(this.#descriptor);
    closeSync(this.#descriptor);
    return { hash: this.#hash.digest("hex"), bytes: this.#bytes };
  }

  /** Removes what was written. */
  abandon(): void {
    closeSync(this.#descriptor);
    rmSync(this.path, { force: true });
  }
}

/** Hashes a file that another program wrote, and meanwhile makes sure that it is on the disk. */
export async function fingerprintFile(path: string): Promise<FileFingerprint> {
  const file = await open(path, "r+");
  try {
    const [fingerprint] = await Promise.all([hashFile(path), file.sync()]);
    return fingerprint;
  } finally {
    await file.close();
  }
}

/** SHA-256 and length of what a file holds. */
export async function hashFile(path: string): Promise<FileFingerprint> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    // Without an encoding a stream yields buffers.
    const buffer = chunk as Buffer;
    hash.update(buffer);
    bytes += buffer.length;
  }
  return { hash: hash.digest("hex"), bytes };
}
