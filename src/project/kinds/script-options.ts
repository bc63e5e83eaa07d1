/** What the fields of a script model must have to do with each other. */
import { resolve } from "node:path";
import { pathPatternFault } from "../../disk/path-pattern.js";
import { patternDiagnostic } from "../path-pattern-fault.js";
import type { Checker } from "../schema/checker.js";
import { kindOfValue } from "../schema/describe.js";
import { placeOf, placeOfKey } from "../schema/place.js";
import type { YamlMap } from "../yaml-node.js";

export function refuseNoCommand(map: YamlMap, checker: Checker): void {
  const args = map.get("args")?.value;
  if (args?.kind !== "list") return;
  const [program] = args.items;
  const isBlank =
    program?.kind === "scalar" && typeof program.value === "string" && program.value.trim() === "";
  if (program && !isBlank) return;
  const words = { field: "args", reason: "it names no command." };
  checker.report("wrong-value", words, { at: placeOf(program ?? args) });
}

export function refuseNoTime(map: YamlMap, timeout: number | undefined, checker: Checker): void {
  const node = map.get("timeout")?.value;
  if (timeout !== 0 || !node) return;
  const words = { field: "timeout", reason: "no command ends in no time." };
  checker.report("wrong-value", words, { at: placeOf(node) });
}

/** Paths start at the command's folder. */
export function refuseFaultyPatterns(map: YamlMap, directory: string, checker: Checker): void {
  const inputs = map.get("inputs")?.value;
  for (const node of inputs?.kind === "list" ? inputs.items : [inputs]) {
    const path = node?.kind === "scalar" ? checker.quietScalar(node) : undefined;
    if (!node || typeof path !== "string") continue;
    const fault = pathPatternFault(resolve(directory, path), "glob");
    if (fault) checker.add(patternDiagnostic("inputs", fault, placeOf(node)));
  }
}

/** A variable of a process is text. */
export function refuseNestedVariables(map: YamlMap, checker: Checker): void {
  const env = map.get("env")?.value;
  if (env?.kind !== "map") return;
  for (const { key, value } of env.entries) {
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

export function refuseUnfitOptions(
  map: YamlMap,
  format: string | undefined,
  checker: Checker,
): void {
  if (format === undefined) return;
  for (const [option, formats] of Object.entries(OPTION_FORMATS)) {
    const entry = map.get(option);
    if (!entry || formats.some((fit) => fit === format)) continue;
    checker.report(
      "option-format-unfit",
      { option, format, formats },
      { at: placeOfKey(map, entry) },
    );
  }
}

/** DuckDB takes up to four bytes. `\\t`, as it is read where YAML has no escapes, is the tab. */
export function delimiterOf(
  map: YamlMap,
  written: string | undefined,
  checker: Checker,
): string | undefined {
  const delimiter = written === "\\t" ? "\t" : written;
  if (delimiter === undefined) return undefined;
  const reason = delimiterFault(delimiter);
  const node = map.get("delimiter")?.value;
  if (reason !== undefined && node) {
    checker.report("wrong-value", { field: "delimiter", reason }, { at: placeOf(node) });
  }
  return delimiter;
}

function delimiterFault(delimiter: string): string | undefined {
  if (delimiter === "") return "it is empty.";
  if (/["\r\n]/.test(delimiter)) return "quotes and line ends have a meaning of their own in CSV.";
  return Buffer.byteLength(delimiter) > 4 ? "it is longer than four bytes." : undefined;
}
