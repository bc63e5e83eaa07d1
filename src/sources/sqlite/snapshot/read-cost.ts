/**
 * Whether reading a query's rows costs more than finding them, by what the first ones took: SQLite
 * in WebAssembly is quicker at the one and slower at the other.
 */
import { readFileSync } from "node:fs";
import type { Row } from "../row-cursor.js";

/** Microseconds of processor time that may be spent a second time. */
const MOST_REPEATED = 1_000_000;
/** Bytes of the file that may be read for a row beyond what the row has. */
const BYTES_PER_ROW = 1024;
const BYTES_PER_VALUE = 64;
/** Of so many rows one is looked at. */
const SAMPLE = 64;

export interface Meter {
  readonly time: NodeJS.CpuUsage;
  /** Bytes that this process has read so far; undefined where the system does not say. */
  readonly bytes: number | undefined;
}

export function startMeter(): Meter {
  return { time: process.cpuUsage(), bytes: bytesRead() };
}

/** `first` are all rows since the meter was started. */
export function isReadingDear({ time, bytes }: Meter, first: readonly Row[]): boolean {
  const now = bytesRead();
  if (bytes === undefined || now === undefined) return false;
  const { user, system } = process.cpuUsage(time);
  let most = 0;
  for (let index = 0; index < first.length; index += SAMPLE) {
    const row = first[index] ?? [];
    most += SAMPLE * (BYTES_PER_ROW + row.length * BYTES_PER_VALUE);
    for (const value of row) {
      if (typeof value === "string" || value instanceof Uint8Array) most += SAMPLE * value.length;
    }
  }
  return now - bytes <= most && user + system < MOST_REPEATED;
}

function bytesRead(): number | undefined {
  try {
    const found = /^rchar: (\d+)$/m.exec(readFileSync("/proc/self/io", "utf8"));
    return found ? Number(found[1]) : undefined;
  } catch {
    return undefined;
  }
}
