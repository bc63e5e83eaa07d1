import type { Command } from "commander";
import { explainObject, type ExplainedStep } from "../../engine/explain.js";
import { EXIT, type CommandContext, type CommandModule, type CommonOptions } from "../command.js";
import { findObject } from "../find-object.js";
import { errorsIn, openProject } from "../open-project.js";
import type { Colors } from "../terminal.js";
import { diagnosticsText } from "../text/diagnostic-text.js";
import { jsonText } from "../text/json-text.js";
import { singleLine, withoutControls } from "../text/plain-text.js";

interface ExplainCommandOptions extends CommonOptions {
  readonly source?: string;
}

export const explainCommand: CommandModule = {
  configure: (command) => {
    command
      .argument("<name>", "a model or a trace")
      .option("-s, --source <name>", "the source of models that name none");
  },
  run: explain,
};

/** Prints what a run would send where; runs nothing. */
async function explain(command: Command, context: CommandContext): Promise<number> {
  const options = command.opts<ExplainCommandOptions>();
  const { out, err } = context.terminal;
  const { project, sourceTypes, frame } = await openProject(options, context);
  const object = findObject(project, command.args[0] ?? "");
  if ("code" in object) {
    const causes = project.objects.size === 0 ? project.diagnostics : [];
    err.write(diagnosticsText(frame([...causes, object]), err));
    return EXIT.projectError;
  }
  const { source } = options;
  const asked = { sourceTypes, ...(source !== undefined && { source }) };
  const { id, steps, diagnostics } = await explainObject(project, object.id, asked);
  const problems = frame(diagnostics);
  if (options.json) out.write(`${jsonText({ id, steps, diagnostics: problems }, 2)}\n`);
  else {
    out.write(steps.map((step) => stepText(step, out.colors)).join("\n"));
    err.write(diagnosticsText(problems, err));
  }
  return errorsIn(problems) > 0 ? EXIT.projectError : EXIT.fine;
}

/** The SQL below a comment that says where it goes, so that the whole can be pasted into an SQL editor. */
function stepText(step: ExplainedStep, colors: Colors): string {
  const title = colors.bold(`-- ${singleLine(step.id)}: ${placeText(step)}`);
  const body = step.sql ?? (step.command && `-- ${step.command.map(quoted).join(" ")}`);
  return body === undefined ? `${title}\n` : `${title}\n${withoutControls(body).trim()}\n`;
}

function placeText({ how, source }: ExplainedStep): string {
  const place = source ? `${singleLine(source.name)} (${source.type})` : "the embedded DuckDB";
  const texts: Record<ExplainedStep["how"], string> = {
    sent: `sent to ${place}`,
    moved: `sent to ${place}; its rows move into DuckDB`,
    scanned: `read in place from ${place}`,
    joined: `run by ${place}`,
    command: "output of a command",
    static: "nothing is asked",
  };
  return texts[how];
}

function quoted(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : JSON.stringify(singleLine(argument));
}
