import { join } from "node:path";
import type { Diagnostic } from "../../contract/diagnostic.js";
import { createDiagnostic, nearest, suggest } from "../../diagnostics/index.js";
import { PROCESS } from "../own-values.js";
import type { Environment } from "../project.js";
import { parseDotenv } from "./dotenv.js";
import { namesIn } from "../../disk/names-in.js";
import { readPlainFileSync } from "../../disk/plain-file.js";

export interface EnvironmentResult {
  readonly environment: Environment;
  /** All variables with their values, for the template engine. */
  readonly variables: Readonly<Record<string, string>>;
  readonly diagnostics: readonly Diagnostic[];
  /**
   * Absolute paths of the files that were, or could have been, read: a new one counts as a change.
   */
  readonly inputs: readonly string[];
}

/** `file` and `line` are where it is set. */
type Variables = ReadonlyMap<
  string,
  { readonly value: string; readonly file: string; readonly line: number }
>;

/**
 * Puts the environment together: `.env` beside the root file, `.env.<name>` over it, the process's
 * own variables over both. The name is the argument, else `HEADWATER_ENV`, else `default` (without
 * a file of its own). Nothing is written to the process's environment.
 */
export function readEnvironment(
  root: string,
  name: string | undefined,
  processEnv: Readonly<Record<string, string | undefined>>,
): EnvironmentResult {
  const diagnostics: Diagnostic[] = [];
  const wanted = name ?? (processEnv["HEADWATER_ENV"] || undefined);
  const valid = wanted === undefined || /^[A-Za-z0-9_][\w.-]{0,63}$/.test(wanted);
  if (!valid) diagnostics.push(createDiagnostic("environment-name-invalid", { name: wanted }));
  const files = [".env", ...(wanted !== undefined && valid ? [`.env.${wanted}`] : [])];
  const variables = new Map<string, { value: string; file: string; line: number }>();
  for (const file of files) readInto(variables, root, file, diagnostics);
  if (wanted !== undefined && valid) diagnostics.push(...meantOther(root, wanted));
  return {
    environment: createEnvironment(
      valid ? (wanted ?? "default") : "default",
      processEnv,
      variables,
    ),
    variables: snapshot(processEnv, variables),
    diagnostics,
    inputs: files.map((file) => join(root, file)),
  };
}

/** An environment of values that are known already. */
export function createEnvironment(
  name: string,
  processEnv: Readonly<Record<string, string | undefined>>,
  variables: Variables = new Map(),
): Environment {
  // The process's variables may be `process.env`, whose prototype has names such as `toString`.
  const own = (variable: string): string | undefined =>
    Object.hasOwn(processEnv, variable) ? processEnv[variable] : undefined;
  const defaulted = new Set<string>();
  return {
    name,
    defaulted,
    noteDefault: (variable) => defaulted.add(variable),
    get: (variable) => own(variable) ?? variables.get(variable)?.value,
    inlined: new Set(),
    origin(variable) {
      if (own(variable) !== undefined) return PROCESS;
      const found = variables.get(variable);
      return found && `${found.file}:${found.line}`;
    },
    variables: () => snapshot(processEnv, variables),
  };
}

function snapshot(
  processEnv: Readonly<Record<string, string | undefined>>,
  variables: Variables,
): Record<string, string> {
  const all: Record<string, string> = Object.create(null); // a variable may be called `__proto__`
  for (const [variable, { value }] of variables) all[variable] = value;
  for (const [variable, value] of Object.entries(processEnv)) {
    if (value !== undefined) all[variable] = value;
  }
  return all;
}

/** An environment needs no file of its own, but one of nearly its name was probably meant. */
function meantOther(root: string, wanted: string): Diagnostic[] {
  const files = namesIn(root);
  const names = files.flatMap((file) => /^\.env\.(.+)$/.exec(file)?.[1] ?? []);
  if (names.includes(wanted)) return [];
  if (nearest(wanted, names).length === 0) return [];
  const hint = suggest(wanted, names);
  return [createDiagnostic("environment-file-missing", { name: wanted }, { hint })];
}

function readInto(
  variables: Map<string, { value: string; file: string; line: number }>,
  root: string,
  file: string,
  diagnostics: Diagnostic[],
): void {
  let text: string;
  try {
    text = readPlainFileSync(join(root, file)).toString("utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException; // readFile rejects with system errors only
    // Some keep a Python environment in a folder of this name.
    if (code !== "ENOENT" && code !== "EISDIR")
      diagnostics.push(createDiagnostic("file-unreadable", { file, reason: code ?? "unknown" }));
    return;
  }
  const parsed = parseDotenv(text);
  for (const { line, column, reason } of parsed.problems) {
    const at = { file, start: { line, column }, end: { line, column } };
    diagnostics.push(createDiagnostic("dotenv-syntax", { reason }, { at }));
  }
  for (const [variable, { value, line }] of parsed.variables) {
    if (variable.startsWith("HEADWATER_")) {
      const at = { file, start: { line, column: 1 }, end: { line, column: 1 } };
      diagnostics.push(createDiagnostic("dotenv-reserved", { variable }, { at }));
    } else {
      variables.set(variable, { value, file, line });
    }
  }
}
