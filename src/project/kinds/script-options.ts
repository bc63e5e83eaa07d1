/** What the fields of a script model must have to do with each other. */
import type { CheckedField, WrittenField } from "../schema/checked-field.js";
import { resolve } from "node:path";
import { pathPatternFault } from "../../disk/path-pattern.js";
import { patternDiagnostic } from "../path-pattern-fault.js";
import type { Checker } from "../schema/checker.js";
import { kindOfValue } from "../schema/describe.js";
import type { CheckedFields } from "../schema/field.js";
import { placeOf } from "../schema/place.js";
import type { SCRIPT_MODEL_FIELDS } from "./model-fields.js";

/** Reports `args` without a program. */
export function refuseNoCommand(args: WrittenField | undefined, checker: Checker): void {
  if (args?.node.kind !== "list") return;
  const [program] = args.node.items;
  const isBlank =
    program?.kind === "scalar" && typeof program.value === "string" && program.value.trim() === "";
  if (program && !isBlank) return;
  const words = { field: "args", reason: "it names no command." };
  checker.report("wrong-value", words, { at: placeOf(program ?? args.node) });
}

/** Reports a `timeout` of zero. */
export function refuseNoTime(timeout: CheckedField<number> | undefined, checker: Checker): void {
  if (timeout?.value !== 0) return;
  const words = { field: "timeout", reason: "no command ends in no time." };
  checker.report("wrong-value", words, { at: timeout.at });
}

/** Reports `inputs` that are no patterns; paths start at the command's folder. */
export function refuseFaultyPatterns(
  inputs: WrittenField | undefined,
  directory: string,
  checker: Checker,
): void {
  const { node } = inputs ?? {};
  for (const item of node?.kind === "list" ? node.items : [node]) {
    const path = item?.kind === "scalar" ? checker.quietScalar(item) : undefined;
    if (!item || typeof path !== "string") continue;
    const fault = pathPatternFault(resolve(directory, path), "glob");
    if (fault) checker.add(patternDiagnostic("inputs", fault, placeOf(item)));
  }
}

/** Reports variables that are lists or mappings: a variable of a process is text. */
export function refuseNestedVariables(env: WrittenField | undefined, checker: Checker): void {
  if (env?.node.kind !== "map") return;
  for (const { key, value } of env.node.entries) {
    if (value.kind === "scalar") continue;
    const words = { field: `env.${key}`, expected: "text", got: kindOfValue(value) };
    checker.report("wrong-type", words, { at: placeOf(value) });
  }
}

/** The formats that an option is about. */
const OPTION_FORMATS = {
  delimiter: ["csv"],
  header: ["csv", "tsv"],
  null_values: ["csv", "tsv", "json", "ndjson"],
} as const;

/** Reports options that say nothing about the model's `format`. */
export function refuseUnfitOptions(
  fields: CheckedFields<typeof SCRIPT_MODEL_FIELDS>,
  checker: Checker,
): void {
  const format = fields.format?.value;
  if (format === undefined) return;
  for (const option of ["delimiter", "header", "null_values"] as const) {
    const formats = OPTION_FORMATS[option];
    const field = fields[option];
    if (!field || formats.some((fit) => fit === format)) continue;
    checker.report("option-format-unfit", { option, format, formats }, { at: field.keyAt });
  }
}

/**
 * The delimiter that is meant. DuckDB takes up to four bytes. `\\t`, as it is read where YAML has
 * no escapes, is the tab.
 */
export function delimiterOf(
  field: CheckedField<string> | undefined,
  checker: Checker,
): string | undefined {
  if (field?.value === undefined) return undefined;
  const delimiter = field.value === "\\t" ? "\t" : field.value;
  const reason = delimiterFault(delimiter);
  if (reason !== undefined) {
    checker.report("wrong-value", { field: "delimiter", reason }, { at: field.at });
  }
  return delimiter;
}

function delimiterFault(delimiter: string): string | undefined {
  if (delimiter === "") return "it is empty.";
  if (/["\r\n]/.test(delimiter)) return "quotes and line ends have a meaning of their own in CSV.";
  return Buffer.byteLength(delimiter) > 4 ? "it is longer than four bytes." : undefined;
}
