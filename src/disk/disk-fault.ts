import { dirname } from "node:path";
import type { Diagnostic } from "../contract/diagnostic.js";
import { createDiagnostic } from "../diagnostics/index.js";
import { isErrorCode } from "./error-code.js";

/**
 * The diagnostic of an error that means that files cannot be written: no room, no right; undefined
 * for any other.
 */
export function diskFault(error: unknown, folder: string): Diagnostic | undefined {
  const reason = error instanceof Error ? error.message : "";
  if (isErrorCode(error, ...FULL)) return createDiagnostic("out-of-disk", { folder, reason });
  const hint = isErrorCode(error, "EROFS", "EACCES", "EPERM")
    ? "Give its owner's rights to whoever runs Headwater, which keeps its results there."
    : isErrorCode(error, "ENOTDIR", "EEXIST") && isOfFolder(error)
      ? "A file stands where a folder belongs: move it away."
      : isErrorCode(error, "EMFILE", "ENFILE")
        ? "Let programs have more files open (`ulimit -n`)."
        : undefined;
  return hint === undefined
    ? undefined
    : createDiagnostic("out-of-disk", { folder, reason }, { hint });
}

const FULL = ["ENOSPC", "EDQUOT"] as const;

function isOfFolder(error: unknown): boolean {
  return error instanceof Error && "syscall" in error && error.syscall === "mkdir";
}

/** True for an error of Node that says that there is no room. */
export function isDiskFull(error: unknown): boolean {
  return isErrorCode(error, ...FULL);
}

const NO_ROOM = /^(.*?"([^"]+)".*?(?:No space left on device|Disk quota exceeded))/s;

/** The same of another program's message that names the file. */
export function fullDisk(message: string): Diagnostic | undefined {
  const [, reason = "", file] = NO_ROOM.exec(message) ?? [];
  if (file === undefined) return undefined;
  const words = { folder: dirname(file), reason: reason.replace(/^.*"[^"]*":?\s*/s, "") };
  return createDiagnostic("out-of-disk", words);
}
