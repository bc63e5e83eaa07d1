import { randomUUID } from "node:crypto";
import { open, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { changedFile, type FileState } from "../../rows/file-version.js";
import type { SourceContext } from "../contract.js";
import { ScratchFolder } from "./scratch-folder.js";
import { copySettled, type RecordEnd } from "./settled-copy.js";

/** For how long copies are read after a file was seen to change. */
const COPY_MILLISECONDS = 60_000;
/** A last line without its end counts as half written until it is this old. */
const QUIET_MILLISECONDS = 500;
const NEWLINE = 0x0a;

/** The files of one source: as they lie, or, for a while after one has changed, their copies. */
export class SettledFiles {
  readonly #scratch: ScratchFolder;
  readonly #taken = new Map<string, readonly string[]>();
  #until = 0;

  constructor(
    private readonly recordEnd: (file: string) => Promise<RecordEnd>,
    context: SourceContext,
  ) {
    this.#scratch = new ScratchFolder(context);
  }

  /** The folder of the copies. */
  get folder(): string {
    return this.#scratch.path;
  }

  get areTaken(): boolean {
    return performance.now() < this.#until;
  }

  /** Copies are read from now on; false when they were already. */
  begin(): boolean {
    const begins = !this.areTaken;
    this.#until = performance.now() + COPY_MILLISECONDS;
    return begins;
  }

  /** A name for the state that a statement reads; each copy is one of its own. */
  versionOf(version: string): string {
    return this.areTaken ? `${COPY}${randomUUID()}` : version;
  }

  /** What is read under a version instead of the files. */
  async of(version: string, files: readonly string[]): Promise<readonly string[]> {
    if (!version.startsWith(COPY)) return files;
    const copies: string[] = [];
    this.#taken.set(version, copies);
    for (const file of files) {
      const copy = await this.#scratch.copyOf(file);
      copies.push(copy);
      await copySettled(file, copy, await this.recordEnd(file));
    }
    return copies;
  }

  /** Nobody reads this version any more. */
  release(version: string): void {
    for (const copy of this.#taken.get(version) ?? []) {
      rm(dirname(copy), { recursive: true, force: true }).catch(() => undefined);
    }
    this.#taken.delete(version);
  }

  /** The same failure, in which the files stand for their copies. */
  inOwnNames(error: unknown): unknown {
    return this.#scratch.inOwnNames(error);
  }

  close(): Promise<void> {
    return this.#scratch.remove();
  }
}

const COPY = "copy ";

/**
 * A file that is not as it was, or that another program is about to change: its last line has no
 * end and was written just now.
 */
export async function unsettledFile(
  before: readonly FileState[],
  recordEnd: (file: string) => Promise<RecordEnd>,
): Promise<string | undefined> {
  const changed = await changedFile(before);
  if (changed !== undefined) return changed;
  for (const { file } of before) await untilQuiet(file, recordEnd);
  return changedFile(before);
}

async function untilQuiet(
  file: string,
  recordEnd: (file: string) => Promise<RecordEnd>,
): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (!found || found.size === 0) return;
  const age = Date.now() - found.mtimeMs;
  if (age < 0 || age >= QUIET_MILLISECONDS) return;
  if ((await recordEnd(file)).kind === "whole" || (await endsLine(file, found.size))) return;
  await sleep(QUIET_MILLISECONDS - age);
}

/** Of text of two bytes a character the last but one is looked at too. */
async function endsLine(file: string, size: number): Promise<boolean> {
  const handle = await open(file, "r");
  try {
    const { buffer } = await handle.read(Buffer.alloc(2), 0, 2, Math.max(0, size - 2));
    return buffer.includes(NEWLINE) || buffer.includes("\r");
  } finally {
    await handle.close();
  }
}
