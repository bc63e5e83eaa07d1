import type { Command } from "commander";
import type { Diagnostic } from "../contract/diagnostic.js";
import type { OpenedRun } from "../engine/opened-run.js";
import type { ProjectObject } from "../project/objects.js";
import type { Project } from "../project/project.js";
import { EXIT, type CommandContext, type CommonOptions } from "./command.js";
import { openProject } from "./open-project.js";
import { createDocumentReporter } from "./reporter/document.js";
import { isAllowed } from "./trust.js";
import { chosenSource, withRun } from "./with-run.js";

export interface AboutObjectOptions extends CommonOptions {
  readonly source?: string;
}

/** `what` the argument may name, with its article. */
export function addObjectArgument(command: Command, what: string): void {
  command
    .argument("<name>", what)
    .option("-s, --source <name>", "the source of models that name none");
}

/**
 * For commands that tell something of one object and leave nothing behind: opens the project and
 * does the work with the object that the first argument names. What keeps it from that is told, and
 * is the exit code.
 */
export async function aboutObject<O extends ProjectObject>(
  command: Command,
  context: CommandContext,
  find: (project: Project, name: string) => O | Diagnostic,
  work: (object: O, run: OpenedRun) => Promise<number>,
): Promise<number> {
  const options = command.opts<AboutObjectOptions>();
  const opened = await openProject(options, context);
  const { project, frame } = opened;
  const reporter = createDocumentReporter(context.terminal, options.json === true);
  const object = find(project, command.args[0] ?? "");
  if ("code" in object) {
    const causes = project.objects.size === 0 ? project.diagnostics : [];
    reporter.diagnostics(frame([...causes, object]));
    return EXIT.projectError;
  }
  const choice = chosenSource(opened, options.source);
  if ("unknown" in choice) {
    reporter.diagnostics(frame([choice.unknown]));
    return EXIT.projectError;
  }
  const trusted = await isAllowed(project, options.trust, context.terminal);
  return withRun(opened, { trusted, ...choice, outside: true }, context, (run) =>
    work(object, run),
  );
}
