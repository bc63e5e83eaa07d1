import type { Diagnostic } from "../contract/diagnostic.js";
import { createDiagnostic } from "../diagnostics/index.js";
import { isErrorCode } from "./error-code.js";

/**
 * The diagnostic of an error that means that files cannot be written: no room, no right; undefined
 * for any other.
 */
export function diskFault(error: unknown, folder: string): Diagnostic | undefined {
  if (
    !isErrorCode(
      error,
      "ENOSPC",
      "EDQUOT",
      "EROFS",
      "EACCES",
      "EPERM",
      "EMFILE",
      "ENFILE",
      "ENOTDIR",
      "EEXIST",
    )
  )
    return undefined;
  const reason = error instanceof Error ? error.message : "";
  return createDiagnostic("out-of-disk", { folder, reason });
}
