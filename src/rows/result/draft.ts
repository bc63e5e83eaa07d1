import type { Diagnostic } from "../../contract/diagnostic.js";
import type { Artifact } from "../../contract/manifest.js";

/** A finished file in the state's temporary folder, not yet published. */
export interface Draft {
  readonly path: string;
  readonly artifact: Artifact;
  /** Bytes of the values that passed through the reader; absent where none did. */
  readonly bytesRead?: number;
  /** Bytes for which the service has billed the query; absent where it does not bill by them. */
  readonly bytesBilled?: number;
  /** Rows that compat mode removed and the like; the job's diagnostics. */
  readonly diagnostics: readonly Diagnostic[];
}
