import type { RunEvent } from "../contract/events.js";
import type { RunOptions, RunOutcome } from "../engine/options.js";
import type { CommandContext } from "./command.js";
import type { Framing } from "../site/framing.js";
import type { OpenedProject } from "./open-project.js";
import type { Reporter } from "./reporter/reporter.js";

export type AskedRun = Omit<RunOptions, "signal" | "onEvent">;

/** Runs a project and reports what belongs to no job at the end; the engine is loaded here. */
export async function reportedRun(
  { project, sourceTypes, frame }: OpenedProject,
  asked: AskedRun,
  reporter: Reporter,
  { signal }: CommandContext,
): Promise<RunOutcome> {
  const { runProject } = await import("../engine/run.js");
  const onEvent = (event: RunEvent) => reporter.event(framedEvent(event, frame));
  const outcome = await runProject(project, { ...asked, sourceTypes, signal, onEvent });
  reporter.close();
  const told = new Set(project.diagnostics);
  reporter.diagnostics(frame(outcome.diagnostics.filter((found) => !told.has(found))));
  return outcome;
}

/** The lines around a fault may hold a secret that is written in the project itself. */
export function framedEvent(event: RunEvent, frame: Framing): RunEvent {
  return event.type === "job-done" ? { ...event, diagnostics: frame(event.diagnostics) } : event;
}
