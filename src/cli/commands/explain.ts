import type { Command } from "commander";
import { MOST_ROWS } from "../../engine/remote/sent-limits.js";
import { byteText } from "../../contract/byte-text.js";
import type { ExplainMerge } from "../../engine/explain/explain-merge.js";
import { withCubes } from "../../engine/explain/explain-cubes.js";
import { withCosts } from "../../engine/explain/explain-costs.js";
import {
  explainObject,
  rowsOf,
  type Explained,
  type ExplainedCost,
  type ExplainedCube,
  type ExplainedStep,
} from "../../engine/explain/explain.js";
import type { OpenedRun } from "../../engine/opened-run.js";
import type { Project } from "../../project/project.js";
import { aboutObject, addObjectArgument, type AboutObjectOptions } from "../about-object.js";
import { EXIT, type CommandContext, type CommandModule } from "../command.js";
import { addInputOption, type InputOptions } from "../chosen-inputs.js";
import { explainedObject } from "../explained-object.js";
import { findExplained } from "../find-object.js";
import { errorsIn } from "../open-project.js";
import type { Colors } from "../colors.js";
import { engineLines } from "../text/engine-lines.js";
import { legLines } from "../text/leg-lines.js";
import { diagnosticsText } from "../text/diagnostic-text.js";
import { jsonText } from "../text/json-text.js";
import { counted, singleLine, withoutControls } from "../text/plain-text.js";

export const explainCommand: CommandModule = {
  configure: (command) => {
    addObjectArgument(command, "a model, trace, chart or table");
    addInputOption(command);
  },
  run: explain,
};

/**
 * Prints what a run would send where. Sources below a merge are asked for columns and estimates,
 * those of traces that follow inputs for columns, services that bill by bytes for the cost; nothing
 * else is run.
 */
function explain(command: Command, context: CommandContext): Promise<number> {
  const { out, err } = context.terminal;
  const { signal } = context;
  const options = command.opts<AboutObjectOptions & InputOptions>();
  const find = (project: Project, name: string) => {
    const named = findExplained(project, name);
    return "code" in named ? named : explainedObject(named, options.input ?? []);
  };
  return aboutObject(command, context, find, async (object, run) => {
    const found = await withMerges(run, object, signal, (merges) =>
      explainObject(run, object, merges),
    );
    const typed = await withCubes(found.steps, run, signal);
    const steps = await withCosts(typed, run, signal);
    if (signal.aborted) return EXIT.interrupted;
    const diagnostics = run.frame(found.diagnostics);
    // SQL and commands may hold what a template or the environment has put into them.
    const { scrub } = run;
    if (options.json) {
      out.write(`${scrub.text(jsonText({ id: found.id, steps, diagnostics }, 2))}\n`);
    } else {
      out.write(scrub.text(steps.map((step) => stepText(step, out.colors)).join("\n")));
      err.write(diagnosticsText(diagnostics, err));
    }
    return errorsIn(diagnostics) > 0 ? EXIT.projectError : EXIT.fine;
  });
}

/** Gives a look at the sources to what needs one: a merge, or what shows one. */
async function withMerges<T>(
  run: OpenedRun,
  object: Explained,
  signal: AbortSignal,
  use: (merges: ExplainMerge | undefined) => Promise<T>,
): Promise<T> {
  const models = rowsOf(object).map((one) => (one.kind === "trace" ? one.model : one));
  if (models.every((model) => model?.type !== "merge")) return use(undefined);
  const { createMergeExplainer } = await import("../../engine/explain/explain-merge.js");
  return use(createMergeExplainer(run, await run.readers(), signal));
}

/**
 * The SQL below a comment that says where it goes, so that the whole can be pasted into an SQL
 * editor.
 */
function stepText(step: ExplainedStep, colors: Colors): string {
  const title = colors.bold(`-- ${singleLine(step.id)}: ${placeText(step)}`);
  const { command, leg, cost, cube, engines = [], choice, unchosen, source } = step;
  const sql = leg?.used === false ? undefined : step.sql;
  const body = sql ?? (command && `-- ${command.map(quoted).join(" ")}`);
  const lines = [
    ...(cost ? [costLine(cost)] : []),
    ...(cube ? cubeLines(cube) : []),
    ...(leg ? legLines(leg) : []),
    ...engineLines(engines, source?.name, { choice, unchosen }),
  ];
  const notes = lines.map((line) => colors.dim(`-- ${singleLine(line)}`));
  return [title, ...(body === undefined ? [] : [withoutControls(body).trim()]), ...notes, ""].join(
    "\n",
  );
}

function costLine(cost: ExplainedCost): string {
  return "bytes" in cost
    ? `cost: billed for at most ${byteText(cost.bytes)}`
    : `cost: not known: ${cost.unknown}`;
}

function cubeLines({ untyped, stored }: ExplainedCube): string[] {
  return [
    ...(untyped === undefined
      ? []
      : [`types: not known, so that ranges may be cut in another way: ${untyped}`]),
    stored
      ? `stored: ${counted(stored.rows, "row")}, ${byteText(stored.bytes)}, as of ${stored.builtAt}; choices add them up again`
      : "stored: nothing yet; a run stores these rows, and choices add them up again",
  ];
}

function placeText({ to, upload, through, ...step }: ExplainedStep): string {
  const text = ownPlaceText(step);
  if (through) {
    const { engine, catalog } = through;
    return `${text} by ${singleLine(engine)}, as its catalog ${singleLine(catalog)}`;
  }
  if (to === undefined) return text;
  const more =
    upload === undefined
      ? ""
      : `, or uploaded to ${singleLine(upload)} there where they are more than ${MOST_ROWS.toLocaleString("en")}`;
  return `${text}; its rows are written into the query for ${singleLine(to)}${more}`;
}

function ownPlaceText({ how, source, leg }: ExplainedStep): string {
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
