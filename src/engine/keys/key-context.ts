import { createTraceCompiler } from "../jobs/trace-compiler.js";
import type { KeyContext } from "../jobs/contract.js";
import type { OpenedRun } from "../opened-run.js";

/** For keys of jobs that never run. */
export function createKeyContext(
  { project, sources, chosen }: OpenedRun,
  keyOfInput: KeyContext["keyOfInput"],
): KeyContext {
  return {
    project,
    sources,
    compile: createTraceCompiler(project),
    chosen,
    keyOfInput,
  };
}
