import type { CheckOptions } from "../engine/check/check-project.js";
import type { OpenedRun } from "../engine/opened-run.js";
import type { CommandContext } from "./command.js";
import type { Reporter } from "./reporter/reporter.js";

/** Checks a project's queries, reports each, and resolves with the exit code. */
export async function reportedCheck(
  opened: OpenedRun,
  asked: Pick<CheckOptions, "selection" | "all">,
  reporter: Reporter,
  { signal }: CommandContext,
): Promise<number> {
  const { checkProject } = await import("../engine/check/check-project.js");
  const { exitCode, diagnostics } = await checkProject(opened, {
    ...asked,
    signal,
    onEvent: (event) => reporter.event(event),
  });
  reporter.close();
  reporter.diagnostics(opened.frame(diagnostics));
  return exitCode;
}
