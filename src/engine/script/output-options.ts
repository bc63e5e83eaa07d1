import { dirname } from "node:path";
import type { ScriptModel } from "../../project/objects.js";
import type { ReadControl } from "../../readers/call.js";
import type { EmbeddedEngine } from "../../readers/contract.js";
import type { EngineScope, TableRows } from "../../rows/relation.js";

/** Name under which embedded SQL sees the output. */
export const OUTPUT = "script_output";

export interface OutputOptions {
  readonly model: ScriptModel;
  readonly path: string;
  readonly bytes: number;
  readonly embedded: EmbeddedEngine;
  readonly timeZone: string;
  readonly control: ReadControl;
}

/** A SELECT of DuckDB over the file of an output. */
export function scanOf(sql: string, path: string): TableRows {
  return { kind: "scan", sql, directories: [dirname(path)] };
}

/** What embedded SQL sees of an output. */
export function scopeOf(table: TableRows, timeZone: string): EngineScope {
  return { timeZone, tables: [{ names: [{ table: OUTPUT }], ...table }] };
}
