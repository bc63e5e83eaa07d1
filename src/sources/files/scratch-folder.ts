import { randomUUID } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SourceContext } from "../contract.js";

/**
 * A folder of one source for files that it makes of others, which DuckDB cannot read as they are.
 * They stay until the source is closed, since a query that began earlier may still read those of an
 * earlier version.
 */
export class ScratchFolder {
  readonly path: string;
  #used = false;

  constructor({ temporaryDirectory }: Pick<SourceContext, "temporaryDirectory">) {
    this.path = join(temporaryDirectory ?? tmpdir(), `headwater-files-${randomUUID()}`);
  }

  /** A path for a new file of this name, which messages about it show; no two are equal. */
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
