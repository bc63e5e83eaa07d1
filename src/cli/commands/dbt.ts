import { writeFile } from "node:fs/promises";
import { relative } from "node:path";
import type { Command } from "commander";
import { EXIT, type CommandContext, type CommandModule, type CommonOptions } from "../command.js";
import { addDbtOptions } from "../dbt-options.js";
import { errorsIn, openProject } from "../open-project.js";
import { createDocumentReporter } from "../reporter/document.js";
import { dbtYaml } from "../text/dbt-yaml.js";
import { jsonText } from "../text/json-text.js";
import { counted } from "../text/plain-text.js";
import { wrongUsage } from "../usage.js";

export const dbtCommand: CommandModule = {
  configure: addDbtOptions,
  run: dbt,
};

/**
 * Prints what the project takes over from dbt as a project file, or writes it to `dbt.output_file`.
 * It is for reading and for taking over by hand: a project with `dbt` needs no such file.
 */
async function dbt(command: Command, context: CommandContext): Promise<number> {
  const options = command.opts<CommonOptions>();
  const { project, frame } = await openProject(options, context);
  const { terminal } = context;
  const { out, directory } = terminal;
  const reporter = createDocumentReporter(terminal, options.json === true);
  const told = project.diagnostics.filter(({ code }) => code.startsWith("dbt-"));
  reporter.diagnostics(frame(told));
  if (!project.dbt) {
    if (errorsIn(project.diagnostics) > 0) {
      reporter.diagnostics(frame(project.diagnostics));
      return EXIT.projectError;
    }
    throw wrongUsage(
      "The project has no `dbt`.",
      "Write `dbt: { enabled: true }` in its root file.",
    );
  }
  const { sources, models, outputFile } = project.dbt;
  const text = dbtYaml(project.dbt, project.sourceTypes);
  if (options.json)
    out.write(`${jsonText({ sources: sources.length, models: models.length, yaml: text }, 2)}\n`);
  else if (outputFile === undefined) out.write(text);
  if (outputFile !== undefined) {
    const name = relative(directory, outputFile);
    await writeFile(outputFile, text).catch((error: NodeJS.ErrnoException) => {
      throw wrongUsage(
        `\`${name}\` cannot be written: ${error.message}.`,
        "Change `dbt.output_file`.",
      );
    });
    reporter.note(
      `${counted(sources.length, "source")} and ${counted(models.length, "model")} in \`${name}\`.`,
    );
  }
  return errorsIn(told) > 0 ? EXIT.projectError : EXIT.fine;
}
