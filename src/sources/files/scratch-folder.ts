import { randomUUID } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { SourceError } from "../../rows/stream.js";
import type { SourceContext } from "../contract.js";

/**
 * A folder of one source for files that it makes of others, which DuckDB cannot read as they are.
 * They stay until the source is closed, since a query that began earlier may still read those of an
 * earlier version.
 */
export class ScratchFolder {
  readonly path: string;
  /** Of each copy the file that it was made of. */
  readonly #originals = new Map<string, string>();
  #used = false;

  constructor({ temporaryDirectory }: Pick<SourceContext, "temporaryDirectory">) {
    this.path = join(temporaryDirectory ?? tmpdir(), `headwater-files-${randomUUID()}`);
  }

  /** A path for a copy of a file, or for what stands in its place; no two are equal. */
  async copyOf(file: string, name = basename(file)): Promise<string> {
    const copy = await this.file(name);
    this.#originals.set(copy, file);
    return copy;
  }

  /** The same failure, in which files stand for their copies, which nobody else knows. */
  inOwnNames(error: unknown): unknown {
    if (!(error instanceof SourceError)) return error;
    let changed = false;
    const own = (text: string) => {
      let named = text;
      for (const [copy, file] of this.#originals) named = named.replaceAll(copy, () => file);
      changed ||= named !== text;
      return named;
    };
    const { message, detail } = error.diagnostic;
    const diagnostic = {
      ...error.diagnostic,
      message: own(message),
      ...(detail !== undefined && { detail: own(detail) }),
    };
    return changed ? new SourceError(diagnostic, error.transient) : error;
  }

  /** A path for a new file of this name; no two are equal. */
  async file(name: string): Promise<string> {
    this.#used = true;
    const folder = join(this.path, randomUUID());
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return join(folder, name);
  }

  async remove(): Promise<void> {
    if (this.#used) await rm(this.path, { recursive: true, force: true });
  }
}
