import type { CompileTraceOptions } from "../trace/compile-trace.js";

export interface CompileCubeOptions extends CompileTraceOptions {
  /** An IANA name: instants are cut in it. */
  readonly timeZone: string;
}
