import { fstatSync, statSync, writeSync } from "node:fs";
import { devNull } from "node:os";

/** The parts of a stream that a sink uses. */
export interface OutputStream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

const STANDARD_OUTPUT = 1;
/** Far less than an empty pipe takes, so that nothing waits for who reads it. */
const DIRECT_BYTES = 16_384;

/**
 * Standard output. Node takes two milliseconds to make its stream, as long as a short command takes
 * to check a project; so files and pipes get their first bytes without it. `fail` is told what breaks
 * the stream off.
 */
export function openOutput(fail: (error: Error) => void): OutputStream {
  let stream: NodeJS.WriteStream | undefined;
  const openStream = () => {
    stream ??= process.stdout.on("error", (error) => {
      endOnClosedPipe(error);
      fail(error);
    });
    return stream;
  };
  if (!isPlain()) return openStream();
  let left = DIRECT_BYTES;
  return {
    write(text) {
      const bytes = Buffer.from(text);
      left -= bytes.length;
      const written = stream || left < 0 ? 0 : writeDirectly(bytes);
      if (written < bytes.length) openStream().write(bytes.subarray(written));
    },
  };
}

/** A file, a pipe, or where nothing is kept. Windows tells them apart in ways of its own. */
function isPlain(): boolean {
  if (process.platform === "win32") return false;
  const found = fstatSync(STANDARD_OUTPUT);
  if (found.isCharacterDevice())
    return found.rdev === statSync(devNull, { throwIfNoEntry: false })?.rdev;
  return found.isFile() || found.isFIFO() || found.isSocket();
}

/** Yields how many bytes were taken: not all by a pipe that another program has set not to wait. */
function writeDirectly(bytes: Buffer): number {
  let written = 0;
  try {
    while (written < bytes.length) written += writeSync(STANDARD_OUTPUT, bytes, written);
  } catch (error) {
    // What `writeSync` throws has a code.
    const failure = error as NodeJS.ErrnoException;
    endOnClosedPipe(failure);
    if (failure.code !== "EAGAIN") throw failure;
  }
  return written;
}

/** `headwater show x | head` is no error. */
function endOnClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code === "EPIPE") process.exit();
}
