import type { Diagnostic } from "../contract/diagnostic.js";
import { createDiagnostic, suggest } from "../diagnostics/index.js";
import { COMMAND_NAMES, RETIRED_COMMANDS } from "./command-table.js";

/** Wrong usage of the command line: it is told, and the program exits 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  constructor(readonly diagnostic: Diagnostic) {
    super(diagnostic.message);
  }
}

/** For a first word that is no command. */
export function unknownCommand(name: string): UsageError {
  const retired = RETIRED_COMMANDS.get(name);
  if (retired !== undefined) {
    return new UsageError(createDiagnostic("command-retired", { name }, { hint: retired }));
  }
  const hint = suggest(name, COMMAND_NAMES);
  return new UsageError(createDiagnostic("unknown-command", { name }, { hint }));
}

/** For options and arguments that cannot be taken as they are. */
export function wrongUsage(reason: string, hint?: string): UsageError {
  return new UsageError(createDiagnostic("wrong-usage", { reason }, { hint }));
}
