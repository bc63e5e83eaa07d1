import type { Command } from "commander";
import type { Model, Trace } from "../../project/objects.js";
import { aboutObject, addObjectArgument, type AboutObjectOptions } from "../about-object.js";
import { EXIT, type CommandContext, type CommandModule } from "../command.js";
import { findObject } from "../find-object.js";
import { diagnosticsText } from "../text/diagnostic-text.js";
import { jsonText } from "../text/json-text.js";
import { whySentences, whyText } from "../text/why-text.js";
import { explainReuse } from "../../engine/keys/why.js";

export const whyCommand: CommandModule = {
  configure: (command) => addObjectArgument(command, "a model or a trace"),
  run: why,
};

/**
 * Prints why the last run did what it did, and what a run would do now. Nothing is run and no
 * source is asked.
 */
function why(command: Command, context: CommandContext): Promise<number> {
  const { out, err } = context.terminal;
  return aboutObject(command, context, findObject, async (object, opened) => {
    const { frame, chosen } = opened;
    const found = await explainReuse(opened, object);
    const sentences = whySentences(found, sourceName(object) ?? chosen?.name);
    const { run, reuse, last } = found;
    if (command.opts<AboutObjectOptions>().json) {
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
      const told = run.would === "fail" ? run.diagnostics : (last?.diagnostics ?? []);
      err.write(diagnosticsText(frame(told), err));
    }
    return EXIT.fine;
  });
}

function sourceName(object: Model | Trace): string | undefined {
  const model = object.kind === "trace" ? object.model : object;
  return model?.type === "sql" ? model.source?.name : undefined;
}
