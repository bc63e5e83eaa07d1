/**
 * The system that SQLite in WebAssembly runs on: one file, which is there already and is only read.
 * Whatever else it asks for is not there.
 */
import { readSync } from "node:fs";
import { type Calls, type Memory } from "../../web-assembly.js";

export interface OpenFile {
  readonly descriptor: number;
  /** Bytes. */
  readonly size: number;
}

/** The path under which SQLite knows the file. */
export const PATH = "/database";

const PAGE = 65_536;
/** Answers of system calls, as in Linux. */
const NO_SUCH_FILE = -2;
const NOT_THERE = -38;
/** The first that SQLite takes for a file of its own. */
const DESCRIPTOR = 3;
const REGULAR_FILE = 0o100444;
/** Read at once where one page is read after the other. */
const AHEAD_BYTES = 256 * 1024;
/** Versions of the file's format for writing and reading: 1, or 2 for a write-ahead log. */
const VERSIONS_AT = 18;
const WITHOUT_LOG = 1;

/** The calls by name; those that are missing answer with {@link notThere}. */
export function fileCalls(memory: Memory, { descriptor, size }: OpenFile): Calls {
  let position = 0;
  const ahead = new Uint8Array(AHEAD_BYTES);
  let aheadAt = 0;
  let aheadBytes = 0;
  /** Where the last read ended. */
  let lastEnd = -1;

  /** Bytes from `at` on into memory; fewer at the file's end. */
  function read(target: number, length: number, at: number): number {
    const bytes = new Uint8Array(memory.buffer);
    if (at === lastEnd && length < AHEAD_BYTES && !isAhead(at, length)) {
      aheadBytes = readSync(descriptor, ahead, 0, AHEAD_BYTES, at);
      aheadAt = at;
    }
    lastEnd = at + length;
    if (!isAhead(at, length)) return readSync(descriptor, bytes, target, length, at);
    bytes.set(ahead.subarray(at - aheadAt, at - aheadAt + length), target);
    return length;
  }

  function isAhead(at: number, length: number): boolean {
    return at >= aheadAt && at + length <= aheadAt + aheadBytes;
  }

  function state(target: number): number {
    const view = new DataView(memory.buffer, target, 96);
    for (let at = 0; at < 96; at += 4) view.setUint32(at, 0, true);
    view.setUint32(4, REGULAR_FILE, true);
    view.setUint32(8, 1, true);
    view.setBigInt64(24, BigInt(size), true);
    view.setBigInt64(88, 1n, true);
    return 0;
  }

  return {
    emscripten_get_heap_max: () => memory.buffer.byteLength,
    emscripten_resize_heap(size: number) {
      const more = Math.ceil(((size >>> 0) - memory.buffer.byteLength) / PAGE);
      try {
        memory.grow(Math.max(more, 16));
        return 1;
      } catch {
        return 0;
      }
    },
    emscripten_date_now: () => Date.now(),
    emscripten_get_now: () => performance.now(),
    clock_time_get(_clock: number, _precision: bigint, target: number) {
      new DataView(memory.buffer).setBigInt64(target, BigInt(Date.now()) * 1_000_000n, true);
      return 0;
    },
    environ_sizes_get(count: number, bytes: number) {
      const view = new DataView(memory.buffer);
      view.setUint32(count, 0, true);
      view.setUint32(bytes, 0, true);
      return 0;
    },
    environ_get: () => 0,
    __syscall_openat: (_folder: number, path: number) =>
      hasText(memory, path, PATH) ? DESCRIPTOR : NO_SUCH_FILE,
    __syscall_fstat64: (_file: number, target: number) => state(target),
    __syscall_stat64: (path: number, target: number) =>
      hasText(memory, path, PATH) ? state(target) : NO_SUCH_FILE,
    __syscall_lstat64: (path: number, target: number) =>
      hasText(memory, path, PATH) ? state(target) : NO_SUCH_FILE,
    __syscall_fcntl64: () => 0,
    fd_close: () => 0,
    fd_seek(_file: number, offset: bigint, _from: number, target: number) {
      position = Number(offset);
      new DataView(memory.buffer).setBigInt64(target, offset, true);
      return 0;
    },
    fd_read(_file: number, parts: number, count: number, target: number) {
      const view = new DataView(memory.buffer);
      let sum = 0;
      for (let part = 0; part < count; part++) {
        const start = view.getUint32(parts + 8 * part, true);
        const length = view.getUint32(parts + 8 * part + 4, true);
        const done = read(start, length, position);
        hideLog(view, start, position, done);
        position += done;
        sum += done;
        if (done < length) break;
      }
      view.setUint32(target, sum, true);
      return 0;
    },
  };
}

export function notThere(): number {
  return NOT_THERE;
}

/** All of the log is in the file already: who reads the file needs none. */
function hideLog(view: DataView, target: number, at: number, length: number): void {
  for (const version of [VERSIONS_AT, VERSIONS_AT + 1]) {
    if (at <= version && version < at + length) view.setUint8(target + version - at, WITHOUT_LOG);
  }
}

function hasText(memory: Memory, at: number, text: string): boolean {
  const bytes = Buffer.from(memory.buffer, at, text.length + 1);
  return bytes.toString("latin1") === `${text}\0`;
}
