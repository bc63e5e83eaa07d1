/** Files in encodings that DuckDB cannot read become UTF-8 first. */
import { createReadStream } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { TextDecoder } from "node:util";
import { createGunzip } from "node:zlib";
import { createDiagnostic } from "../../diagnostics/index.js";
import { SourceError } from "../../rows/stream.js";

/**
 * Writes the text of a file, which may be compressed with gzip, as UTF-8. Bytes that the encoding
 * does not have are an error.
 */
export async function transcode(file: string, encoding: string, target: string): Promise<void> {
  const source = await readUnzipped(file);
  const written = await open(target, "w", 0o600);
  try {
    await copyText(source, new TextDecoder(encoding, { fatal: true }), written);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const reason = `it is not ${encoding} text.`;
    throw new SourceError(createDiagnostic("csv-malformed", { file, reason }));
  } finally {
    await written.close();
  }
}

async function copyText(
  source: AsyncIterable<Uint8Array>,
  decoder: TextDecoder,
  target: FileHandle,
): Promise<void> {
  for await (const chunk of source) await target.write(decoder.decode(chunk, { stream: true }));
  await target.write(decoder.decode());
}

async function readUnzipped(file: string): Promise<AsyncIterable<Uint8Array>> {
  const [start] = await createReadStream(file, { start: 0, end: 1 }).toArray();
  const bytes = createReadStream(file);
  const zipped = start instanceof Uint8Array && start[0] === 0x1f && start[1] === 0x8b;
  return zipped ? bytes.pipe(createGunzip()) : bytes;
}
