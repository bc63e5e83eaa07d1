import type { Command } from "commander";
import type { ExplainMerge } from "../../engine/explain/explain-merge.js";
import { explainObject, type ExplainedStep } from "../../engine/explain/explain.js";
import { isTrusted, trustFile } from "../../trust/trust.js";
import type { ProjectObject } from "../../project/objects.js";
import type { Project } from "../../project/project.js";
import type { SourceTypes } from "../../project/source-types.js";
import { EXIT, type CommandContext, type CommandModule, type CommonOptions } from "../command.js";
import { findObject } from "../find-object.js";
import { errorsIn, openProject } from "../open-project.js";
import type { Colors } from "../terminal.js";
import { legLines } from "../text/leg-lines.js";
import { diagnosticsText } from "../text/diagnostic-text.js";
import { jsonText } from "../text/json-text.js";
import { singleLine, withoutControls } from "../text/plain-text.js";
import { withReadersOutside } from "../with-readers.js";

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

/** Prints what a run would send where. Sources below a merge are asked for columns and estimates; nothing else is run. */
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
  const trusted = await isTrusted(project, trustFile(context.terminal.env));
  const { id, steps, diagnostics } = await withMerges(
    project,
    object,
    { sourceTypes, source, trusted },
    (merges) => explainObject(project, object.id, { ...asked, ...(merges && { merges }) }),
  );
  const problems = frame(diagnostics);
  if (options.json) out.write(`${jsonText({ id, steps, diagnostics: problems }, 2)}\n`);
  else {
    out.write(steps.map((step) => stepText(step, out.colors)).join("\n"));
    err.write(diagnosticsText(problems, err));
  }
  return errorsIn(problems) > 0 ? EXIT.projectError : EXIT.fine;
}

interface MergeLook {
  readonly sourceTypes: SourceTypes;
  readonly source: string | undefined;
  readonly trusted: boolean;
}

/** Gives a look at the sources to what needs one: a merge, or a trace on one. */
async function withMerges<T>(
  project: Project,
  object: ProjectObject,
  { sourceTypes, source, trusted }: MergeLook,
  use: (merges: ExplainMerge | undefined) => Promise<T>,
): Promise<T> {
  const model = object.kind === "trace" ? object.model : object;
  if (model?.kind !== "model" || model.type !== "merge") return use(undefined);
  const [{ createMergeExplainer }, { openState }] = await Promise.all([
    import("../../engine/explain/explain-merge.js"),
    import("../../engine/state/state.js"),
  ]);
  const state = openState(project);
  const chosen = project.sources.find(({ name }) => name === source);
  return withReadersOutside((readers) =>
    use(createMergeExplainer(project, { readers, state, sourceTypes, chosen, trusted })),
  );
}

/** The SQL below a comment that says where it goes, so that the whole can be pasted into an SQL editor. */
function stepText(step: ExplainedStep, colors: Colors): string {
  const title = colors.bold(`-- ${singleLine(step.id)}: ${placeText(step)}`);
  const { command, leg } = step;
  const sql = leg?.used === false ? undefined : step.sql;
  const body = sql ?? (command && `-- ${command.map(quoted).join(" ")}`);
  const notes = leg ? legLines(leg).map((line) => colors.dim(`-- ${singleLine(line)}`)) : [];
  return [title, ...(body === undefined ? [] : [withoutControls(body).trim()]), ...notes, ""].join(
    "\n",
  );
}

function placeText({ how, source, leg }: ExplainedStep): string {
  if (leg?.used === false) return "no row of it is read, so nothing is asked";
  const place = source ? `${singleLine(source.name)} (${source.type})` : "the embedded DuckDB";
  const texts: Record<ExplainedStep["how"], string> = {
    sent: `sent to ${place}`,
    moved: `sent to ${place}; ${leg ? "what is needed of its rows moves" : "its rows move"} into DuckDB`,
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
