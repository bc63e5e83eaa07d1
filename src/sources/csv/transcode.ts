/** Files that DuckDB cannot read as they are become UTF-8 with one end for all lines. */
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { TextDecoder } from "node:util";
import { createGunzip } from "node:zlib";
import { createDiagnostic } from "../../diagnostics/index.js";
import { SourceError } from "../../rows/stream.js";
import { UniformLines, type LineBreak } from "./line-ends.js";

export interface TranscodeOptions {
  /** As the decoder knows it. */
  readonly encoding: string;
  readonly delimiter: string;
  /** Whether the first line is left out. */
  readonly withoutFirstLine: boolean;
  readonly signal: AbortSignal;
}

/**
 * Writes the text of a file, which may be compressed with gzip, as UTF-8 whose lines end with
 * `\n`. Bytes that the encoding does not have are an error. Returns the line breaks that the text
 * had, also those between quotes.
 */
export async function transcode(
  file: string,
  target: string,
  { encoding, delimiter, withoutFirstLine, signal }: TranscodeOptions,
): Promise<ReadonlySet<LineBreak>> {
  const source = await readUnzipped(file);
  const written = await open(target, "w", 0o600);
  const decoder = new TextDecoder(encoding, { fatal: true });
  const lines = new UniformLines(delimiter);
  let isDropping = withoutFirstLine;
  async function write(text: string): Promise<void> {
    const end = isDropping ? text.indexOf("\n") : -1;
    if (isDropping && end < 0) return;
    isDropping = false;
    await written.write(text.slice(end + 1));
  }
  try {
    for await (const chunk of source) {
      signal.throwIfAborted();
      await write(lines.next(decoder.decode(chunk, { stream: true }), false));
    }
    await write(lines.next(decoder.decode(), true));
    return lines.breaks;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const reason = `it is not ${encoding} text.`;
    throw new SourceError(createDiagnostic("csv-malformed", { file, reason }));
  } finally {
    await written.close();
  }
}

async function readUnzipped(file: string): Promise<AsyncIterable<Uint8Array>> {
  const [start] = await createReadStream(file, { start: 0, end: 1 }).toArray();
  const bytes = createReadStream(file, { highWaterMark: 1 << 18 });
  const zipped = start instanceof Uint8Array && start[0] === 0x1f && start[1] === 0x8b;
  return zipped ? bytes.pipe(createGunzip()) : bytes;
}
