import type { Command } from "commander";
import type { Model, Trace } from "../../project/objects.js";
import { EXIT, type CommandContext, type CommandModule, type CommonOptions } from "../command.js";
import { findObject } from "../find-object.js";
import { createDocumentReporter } from "../reporter/document.js";
import { openProject } from "../open-project.js";
import { diagnosticsText } from "../text/diagnostic-text.js";
import { jsonText } from "../text/json-text.js";
import { whySentences, whyText } from "../text/why-text.js";
import { isAllowed } from "../trust.js";
import { chosenSource, withRun } from "../with-run.js";
import { explainReuse } from "../../engine/keys/why.js";

interface WhyCommandOptions extends CommonOptions {
  readonly source?: string;
}

export const whyCommand: CommandModule = {
  configure: (command) => {
    command
      .argument("<name>", "a model or a trace")
      .option("-s, --source <name>", "the source of models that name none");
  },
  run: why,
};

/**
 * Prints why the last run did what it did, and what a run would do now. Nothing is run and no
 * source is asked.
 */
async function why(command: Command, context: CommandContext): Promise<number> {
  const options = command.opts<WhyCommandOptions>();
  const { out, err } = context.terminal;
  const opened = await openProject(options, context);
  const { project, frame } = opened;
  const reporter = createDocumentReporter(context.terminal, options.json === true);
  const object = findObject(project, command.args[0] ?? "");
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
  const found = await withRun(opened, { trusted, ...choice, outside: true }, (run) =>
    explainReuse(run, object),
  );
  const sentences = whySentences(found, sourceName(object) ?? choice.chosen?.name);
  if (options.json) {
    const { run, reuse, last } = found;
    const document = {
      ...found,
      ...(last && { last: { ...last, diagnostics: frame(last.diagnostics) } }),
      run: { ...run, diagnostics: frame(run.diagnostics) },
      reuse: { ...reuse, diagnostics: frame(reuse.diagnostics) },
      sentences,
    };
    out.write(`${jsonText(document, 2)}\n`);
  } else {
    out.write(whyText(found.id, sentences, out.colors));
    const told =
      found.run.would === "fail" ? found.run.diagnostics : (found.last?.diagnostics ?? []);
    err.write(diagnosticsText(frame(told), err));
  }
  return EXIT.fine;
}

function sourceName(object: Model | Trace): string | undefined {
  const model = object.kind === "trace" ? object.model : object;
  return model?.type === "sql" ? model.source?.name : undefined;
}
