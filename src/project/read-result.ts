import type { Diagnostic } from "../contract/diagnostic.js";
import type { SourceFiles } from "../diagnostics/source-files.js";
import type { DbtPart, Environment } from "./project.js";
import type { ParsedFile } from "./yaml-node.js";

/** Everything that was read from disk, before any object is understood. */
export interface ReadResult {
  /** Absolute folder of the root file. */
  readonly root: string;
  /** Root first, then includes depth-first in listed order. Empty when there is no project. */
  readonly files: readonly ParsedFile[];
  readonly compat: boolean;
  readonly environment: Environment;
  readonly sourceFiles: SourceFiles;
  /** Absolute paths of everything that was read. */
  readonly inputs: readonly string[];
  /** Plugins as written. */
  readonly plugins?: readonly string[];
  /** Includes of Git repositories as written, whether they were fetched or not. */
  readonly repositories: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  /** What the project takes over from dbt. */
  readonly dbt?: DbtPart;
}
