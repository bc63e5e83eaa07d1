/**
 * The SQLite that this Node has: its own from version 24 on, else `@photostructure/sqlite`, which
 * has the same interface.
 */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import { createDiagnostic } from "../../diagnostics/index.js";
import { SourceError } from "../../rows/stream.js";

export type Database = DatabaseSyncInstance;

interface OpenOptions {
  readonly readOnly: boolean;
  /** Milliseconds to wait for a lock. */
  readonly timeout: number;
}

export interface Binding {
  open(path: string, options: OpenOptions): Database;
  /** Node's own SQLite before version 24, and the package, cut text at its first NUL. */
  readonly cutsAtNul: boolean;
}

const OWN = "node:sqlite";
const PACKAGE = "@photostructure/sqlite";
const FIRST_WITH_OWN = 24;

type Constructor = new (path: string, options: OpenOptions) => Database;

/** Loads it; `source` is for the message when there is none. */
export async function loadBinding(source: string): Promise<Binding> {
  const own = Number(process.versions.node.split(".")[0]) >= FIRST_WITH_OWN;
  const DatabaseSync = own ? await ownConstructor() : await packagedConstructor(source);
  return { open: (path, options) => new DatabaseSync(path, options), cutsAtNul: !own };
}

async function ownConstructor(): Promise<Constructor> {
  // The types of Node 20 do not know this module; its interface is that of the package.
  const module = (await import(OWN)) as { DatabaseSync: Constructor };
  return module.DatabaseSync;
}

async function packagedConstructor(source: string): Promise<Constructor> {
  try {
    const { DatabaseSync } = await import("@photostructure/sqlite");
    return DatabaseSync;
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new SourceError(
      createDiagnostic("source-driver-missing", { source, package: PACKAGE }, { detail }),
    );
  }
}
