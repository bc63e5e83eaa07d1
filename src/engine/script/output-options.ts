import { dirname } from "node:path";
import type { ScriptModel } from "../../project/objects.js";
import type { Embedded, ReadControl } from "../../readers/contract.js";
import type { EmbeddedScope } from "../../rows/relation.js";

/** Name under which embedded SQL sees the output. */
export const OUTPUT = "script_output";

export interface OutputOptions {
  readonly model: ScriptModel;
  readonly path: string;
  readonly bytes: number;
  readonly embedded: Embedded;
  readonly timeZone: string;
  readonly control: ReadControl;
}

/** What embedded SQL sees when the output is read by this SELECT over a file. */
export function scopeOf(sql: string, path: string, timeZone: string): EmbeddedScope {
  return {
    timeZone,
    relations: [{ names: [{ table: OUTPUT }], sql, directories: [dirname(path)] }],
  };
}
