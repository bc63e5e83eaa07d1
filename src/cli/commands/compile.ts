import type { Command } from "commander";
import { KINDS } from "../../project/objects.js";
import type { Project } from "../../project/project.js";
import { addDbtOptions } from "../dbt-options.js";
import { EXIT, type CommandContext, type CommandModule, type CommonOptions } from "../command.js";
import { errorsIn, openProject } from "../open-project.js";
import { diagnosticsText } from "../text/diagnostic-text.js";
import { jsonText } from "../text/json-text.js";
import { counted, duration } from "../text/plain-text.js";

/** Reads and checks the project; its diagnostics are the result, so they go to standard output. */
export const compileCommand: CommandModule = {
  configure: (command) => {
    addDbtOptions(command);
    command
      .option("--trust", "fetch the Git repositories that the project includes, and remember that")
      .option("--update-includes", "pin the present commits of included Git repositories");
  },
  run: compile,
};

async function compile(command: Command, context: CommandContext): Promise<number> {
  const started = process.uptime();
  const options = command.opts<CommonOptions>();
  const { project, frame } = await openProject(options, context);
  const diagnostics = frame(project.diagnostics);
  const errors = errorsIn(project.diagnostics);
  const warnings = project.diagnostics.length - errors;
  const milliseconds = Math.round((process.uptime() - started) * 1000);
  const { out } = context.terminal;
  if (options.json) {
    const { name, environment } = project;
    const objects = countByKind(project);
    const report = { project: name, environment: environment.name, objects, errors, warnings };
    out.write(`${jsonText({ ...report, milliseconds, diagnostics }, 2)}\n`);
  } else {
    const problems = `${counted(errors, "error")}, ${counted(warnings, "warning")}`;
    out.write(diagnosticsText(diagnostics, out));
    out.write(
      `${counted(project.objects.size, "object")}, ${problems} in ${duration(milliseconds)}\n`,
    );
  }
  return errors > 0 ? EXIT.projectError : EXIT.fine;
}

function countByKind({ objects }: Project): Record<string, number> {
  const kinds = [...objects.values()].map(({ kind }) => kind);
  return Object.fromEntries(
    KINDS.map((kind) => [kind, kinds.filter((other) => other === kind).length]),
  );
}
