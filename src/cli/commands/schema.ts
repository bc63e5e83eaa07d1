import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Command } from "commander";
import { EXIT, type CommandContext, type CommandModule, type CommonOptions } from "../command.js";
import { openProject } from "../open-project.js";
import { SCHEMA_COMMENT, schemaText } from "../editor-schema.js";

interface SchemaCommandOptions extends CommonOptions {
  readonly output?: string;
}

/** The grammar for editors, with the source types of the project's plugins; needs no project. */
export const schemaCommand: CommandModule = {
  configure: (command) => {
    command
      .option("-o, --output <file>", "write to a file")
      .addHelpText(
        "after",
        `\nEditors use it when a project file begins with\n  ${SCHEMA_COMMENT}`,
      );
  },
  run: printSchema,
};

async function printSchema(command: Command, context: CommandContext): Promise<number> {
  const { terminal } = context;
  const options = command.opts<SchemaCommandOptions>();
  const { output } = options;
  const { project } = await openProject(options, context);
  const text = await schemaText(project.sourceTypes);
  if (output === undefined) terminal.out.write(text);
  else await writeFile(resolve(terminal.directory, output), text);
  return EXIT.fine;
}
