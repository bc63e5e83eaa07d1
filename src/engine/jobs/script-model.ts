import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { rm, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Diagnostic } from "../../contract/diagnostic.js";
import { createDiagnostic, type DiagnosticContext } from "../../diagnostics/index.js";
import { EnvValue } from "../../project/env-value.js";
import type { ScriptModel } from "../../project/objects.js";
import { jobKey, type Ingredients } from "../job-key.js";
import type { ScriptModelJob } from "../plan.js";
import type { ReadControl } from "../../readers/call.js";
import type { Draft } from "../../rows/result/draft.js";
import { readOutput, writeEmpty } from "../script/read-output.js";
import { runCommand, type CommandResult } from "../script/run-command.js";
import { scriptEnvironment } from "../script/script-environment.js";
import type { JobKind, RunContext } from "./contract.js";
import { JobFailure } from "../job-failure.js";
import { scriptInputs } from "./script-inputs.js";

/** Bytes of standard output. */
const MOST_OUTPUT = 1_073_741_824;
/** Larger files among the arguments count by size and time. */
const HASHED_FILE = 67_108_864;

/** A script model: its command's standard output as Parquet. */
export const scriptModel: JobKind<ScriptModelJob> = {
  async keyOf({ object: model }, { project }) {
    const inputs = await scriptInputs(model);
    return {
      ...jobKey("model", {
        ...ingredientsOf(model),
        "time zone": project.defaults.timeZone,
        ...(await argumentFiles(model)),
        ...inputs.ingredients,
      }),
      freshFor: model.freshFor,
      diagnostics: inputs.diagnostics,
    };
  },
  run: ({ object }, context, control) => runScript(object, context, control),
  describe: async () => ({ unknown: "It runs a command." }),
  explain: async (diagnostic, { object }) => ({ at: object.at, ...diagnostic }),
};

async function runScript(
  model: ScriptModel,
  context: RunContext,
  control: ReadControl,
): Promise<Draft> {
  const { variables, diagnostics } = scriptEnvironment(model, context.project.environment);
  if (diagnostics.length > 0) throw new JobFailure(diagnostics);
  const path = join(context.temporaryDirectory(), randomUUID());
  const output = {
    model,
    embedded: context.readers.embedded,
    timeZone: context.project.defaults.timeZone,
    control,
  };
  try {
    const result = await runCommand(
      {
        args: model.args,
        directory: model.directory,
        environment: variables,
        timeout: model.timeout,
        maxBytes: control.maxBytes ?? MOST_OUTPUT,
        outputPath: path,
      },
      control.signal,
      (bytes) => control.onProgress?.(0, bytes),
    );
    const failure = failureOf(model, result, control.maxBytes ?? MOST_OUTPUT);
    if (failure) throw new JobFailure([failure]);
    if (result.bytes > 0) return await readOutput({ ...output, path, bytes: result.bytes });
    return await writeEmpty(output);
  } finally {
    await rm(path, { force: true });
  }
}

/** Undefined when the command ended well; what it printed is only looked at then. */
function failureOf(
  model: ScriptModel,
  { end, errors, bytes }: CommandResult,
  maxBytes: number,
): Diagnostic | undefined {
  const { name } = model;
  const where: DiagnosticContext = {
    at: model.locate(["args"]),
    ...(errors.trim() !== "" && { detail: errors.trimEnd() }),
  };
  const failed = (how: string) => createDiagnostic("script-failed", { name, how }, where);
  switch (end.kind) {
    case "exited":
      if (end.code !== 0) return failed(`ended with exit code ${end.code}`);
      if (bytes > 0 || model.allowEmpty) return undefined;
      return createDiagnostic("script-output-empty", { name }, where);
    case "killed":
      return failed(`was ended by ${end.signal}`);
    case "left-open":
      return failed("ended while something that it started kept its output open");
    case "cancelled":
      return failed("was stopped");
    case "timed-out":
      return createDiagnostic("script-timed-out", { name, seconds: model.timeout / 1000 }, where);
    case "too-large":
      return createDiagnostic("script-output-too-large", { name, bytes: maxBytes }, where);
    case "not-started": {
      const values = { name, command: model.args[0] ?? "", reason: end.reason };
      return createDiagnostic("script-not-started", values, where);
    }
    default:
      return end satisfies never;
  }
}

/**
 * What the project says of a script; of variables their names, since their values may be secret.
 */
function ingredientsOf(model: ScriptModel): Ingredients {
  const { args, directory, columns, format, delimiter, header, nullValues, allowEmpty, compat } =
    model;
  const env = Object.entries(model.env ?? {}).map(([name, value]) => [
    name,
    value instanceof EnvValue ? value.variables : value,
  ]);
  const how = [format, delimiter, header, nullValues, allowEmpty, compat].map(
    (value) => value ?? null,
  );
  return { command: args, folder: directory, env, columns, format: how };
}

/** The content of files among the arguments, so that an edited script counts as another one. */
async function argumentFiles(model: ScriptModel): Promise<Ingredients> {
  const files = await Promise.all(
    model.args.map(async (argument) => [
      `file.${argument}`,
      await contentOf(resolve(model.directory, argument)),
    ]),
  );
  return Object.fromEntries(files);
}

/** Undefined when there is no such file. */
async function contentOf(path: string): Promise<string | undefined> {
  const file = await stat(path).catch(() => undefined);
  if (!file?.isFile()) return undefined;
  if (file.size > HASHED_FILE) return `${file.size} ${file.mtimeMs}`;
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}
