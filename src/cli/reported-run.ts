import type { RunEvent } from "../contract/events.js";
import type { OpenedRun } from "../engine/opened-run.js";
import type { RunOptions, RunOutcome } from "../engine/run/run-options.js";
import type { CommandContext } from "./command.js";
import type { Reporter } from "./reporter/reporter.js";

/** What a command asks of its run; the signal and the listener are added by {@link reportedRun}. */
export type AskedRun = Omit<RunOptions, "signal" | "onEvent">;

/** Runs a project and reports what belongs to no job at the end; the engine is loaded here. */
export async function reportedRun(
  opened: OpenedRun,
  asked: AskedRun,
  reporter: Reporter,
  { signal }: CommandContext,
): Promise<RunOutcome> {
  const { project, frame } = opened;
  const { runProject } = await import("../engine/run/run.js");
  const onEvent = (event: RunEvent) => reporter.event(event);
  const outcome = await runProject(opened, { ...asked, signal, onEvent });
  reporter.close();
  const told = new Set(project.diagnostics);
  reporter.diagnostics(frame(outcome.diagnostics.filter((found) => !told.has(found))));
  return outcome;
}
