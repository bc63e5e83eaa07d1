/**
 * The parts of a ZIP archive, read where they lie: neither the archive nor a part is held in
 * memory.
 */
import { createReadStream } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { PassThrough } from "node:stream";
import { crc32, createInflateRaw } from "node:zlib";

export interface ZipArchive {
  /** Names of all parts, as {@link partName} has them. */
  readonly names: ReadonlySet<string>;
  /**
   * The bytes of a part; undefined when there is none. Fails where they are not those that the
   * archive's directory promises.
   */
  read(name: string, signal: AbortSignal): AsyncIterable<Buffer> | undefined;
}

interface Entry {
  readonly method: number;
  readonly encrypted: boolean;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  /** Where the part's own header begins. */
  readonly at: number;
}

const END_BYTES = 22;
/** The end of the directory, and a comment of any length after it. */
const MOST_END_BYTES = END_BYTES + 0xffff;
const END64_LOCATOR_MARK = 0x07064b50;
const END64_LOCATOR_BYTES = 20;
const END64_MARK = 0x06064b50;
const END64_BYTES = 56;
const ENTRY_MARK = 0x02014b50;
const ENTRY_BYTES = 46;
const HEADER_BYTES = 30;
/** In 32 bits it says that the value follows in 64. */
const IN_64_BITS = 0xffffffff;
const MOST_DIRECTORY_BYTES = 64 * 1024 ** 2;
const PIECE_BYTES = 256 * 1024;

/** Names in a workbook differ by more than case; some programs write `\` for `/`. */
export function partName(name: string): string {
  return name.replaceAll("\\", "/").replace(/^\//, "").toLowerCase();
}

/** Throws where the file is no archive. */
export async function openArchive(path: string): Promise<ZipArchive> {
  const file = await open(path, "r");
  try {
    const entries = await readDirectory(file, (await file.stat()).size);
    return {
      names: new Set(entries.keys()),
      read(name, signal) {
        const entry = entries.get(partName(name));
        return entry && readPart(path, name, entry, signal);
      },
    };
  } finally {
    await file.close();
  }
}

async function readDirectory(file: FileHandle, size: number): Promise<Map<string, Entry>> {
  const tail = await bytesAt(file, Math.max(0, size - MOST_END_BYTES), MOST_END_BYTES, size);
  const end = tail.lastIndexOf(Buffer.from("PK\u0005\u0006", "latin1"));
  if (end < 0 || end + END_BYTES > tail.length) throw new Error("it is no ZIP archive");
  let count = tail.readUInt16LE(end + 10);
  let bytes = tail.readUInt32LE(end + 12);
  let at = tail.readUInt32LE(end + 16);
  const locator = end - END64_LOCATOR_BYTES;
  if (locator >= 0 && tail.readUInt32LE(locator) === END64_LOCATOR_MARK) {
    const place = Number(tail.readBigUInt64LE(locator + 8));
    const end64 = await bytesAt(file, place, END64_BYTES, size);
    if (end64.length < END64_BYTES || end64.readUInt32LE(0) !== END64_MARK) throw broken();
    count = Number(end64.readBigUInt64LE(32));
    bytes = Number(end64.readBigUInt64LE(40));
    at = Number(end64.readBigUInt64LE(48));
  }
  if (bytes > MOST_DIRECTORY_BYTES) throw new Error("its directory is too large");
  return parseDirectory(await bytesAt(file, at, bytes, size), count);
}

function parseDirectory(directory: Buffer, count: number): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  let at = 0;
  for (let n = 0; n < count; n++) {
    if (at + ENTRY_BYTES > directory.length || directory.readUInt32LE(at) !== ENTRY_MARK) {
      throw broken();
    }
    const nameEnd = at + ENTRY_BYTES + directory.readUInt16LE(at + 28);
    const extraEnd = nameEnd + directory.readUInt16LE(at + 30);
    const name = directory.toString("utf8", at + ENTRY_BYTES, nameEnd);
    const [size = 0, packed = 0, header = 0] = in64Bits(directory.subarray(nameEnd, extraEnd), [
      directory.readUInt32LE(at + 24),
      directory.readUInt32LE(at + 20),
      directory.readUInt32LE(at + 42),
    ]);
    entries.set(partName(name), {
      encrypted: (directory.readUInt16LE(at + 8) & 1) !== 0,
      method: directory.readUInt16LE(at + 10),
      crc: directory.readUInt32LE(at + 16),
      packed,
      size,
      at: header,
    });
    at = extraEnd + directory.readUInt16LE(at + 32);
  }
  return entries;
}

/** The values, of which those that did not fit 32 bits stand in the extra field 1, in order. */
function in64Bits(extra: Buffer, values: readonly number[]): number[] {
  let at = 0;
  while (at + 4 <= extra.length && extra.readUInt16LE(at) !== 1) {
    at += 4 + extra.readUInt16LE(at + 2);
  }
  at += 4;
  return values.map((value) => {
    if (value !== IN_64_BITS || at + 8 > extra.length) return value;
    at += 8;
    return Number(extra.readBigUInt64LE(at - 8));
  });
}

async function* readPart(
  path: string,
  name: string,
  { at, packed, size, crc, method, encrypted }: Entry,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  if (encrypted) throw new Error(`\`${name}\` is encrypted`);
  if (method !== 0 && method !== 8) throw new Error(`\`${name}\` is packed in an unknown way`);
  const start = await startOf(path, at);
  if (packed === 0) return;
  const raw = createReadStream(path, {
    start,
    end: start + packed - 1,
    highWaterMark: PIECE_BYTES,
  });
  const unpacked = method === 0 ? new PassThrough() : createInflateRaw({ chunkSize: PIECE_BYTES });
  const done = pipeline(raw, unpacked, { signal });
  // The loop below sees the failure too.
  done.catch(() => undefined);
  let [seen, sum] = [0, 0];
  for await (const piece of unpacked as AsyncIterable<Buffer>) {
    seen += piece.length;
    if (seen > size) throw new Error(`the size of \`${name}\` is wrong`);
    sum = crc32(piece, sum);
    yield piece;
  }
  if (seen !== size) throw new Error(`the size of \`${name}\` is wrong`);
  if (sum !== crc) throw new Error(`\`${name}\` is damaged`);
}

/** A part's bytes begin behind a header of its own, whose length only the header knows. */
async function startOf(path: string, at: number): Promise<number> {
  const file = await open(path, "r");
  try {
    const header = await bytesAt(file, at, HEADER_BYTES, Infinity);
    if (header.length < HEADER_BYTES) throw broken();
    return at + HEADER_BYTES + header.readUInt16LE(26) + header.readUInt16LE(28);
  } finally {
    await file.close();
  }
}

/** Fewer bytes at the end of the file. */
async function bytesAt(file: FileHandle, at: number, length: number, size: number) {
  const buffer = Buffer.alloc(Math.max(0, Math.min(length, size - at)));
  const { bytesRead } = await file.read(buffer, 0, buffer.length, at);
  return buffer.subarray(0, bytesRead);
}

function broken(): Error {
  return new Error("its ZIP directory is damaged");
}
