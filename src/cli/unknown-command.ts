import { createDiagnostic, suggest } from "../diagnostics/index.js";
import { COMMAND_NAMES, RETIRED_COMMANDS } from "./command-table.js";
import { UsageError } from "./usage.js";

/** For a first word that is no command. */
export function unknownCommand(name: string): UsageError {
  const retired = RETIRED_COMMANDS.get(name);
  if (retired !== undefined) {
    return new UsageError(createDiagnostic("command-retired", { name }, { hint: retired }));
  }
  const hint = suggest(name, COMMAND_NAMES);
  return new UsageError(createDiagnostic("unknown-command", { name }, { hint }));
}
