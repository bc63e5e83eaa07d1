/** Types whose values are one word of YAML. Text from the environment counts as if it stood there. */
import type { LogicalType } from "../../contract/logical-type.js";
import { decimalParts, SIMPLE_TYPES } from "../../contract/logical-type.js";
import { suggest } from "../../diagnostics/index.js";
import type { YamlNode } from "../yaml-node.js";
import type { Checker } from "./checker.js";
import { expectation } from "./describe.js";
import type { FieldType, TypeNamed } from "./field.js";
import { placeOf } from "./place.js";

export function checkText(type: FieldType, node: YamlNode, checker: Checker): string | undefined {
  if (node.kind !== "scalar") {
    checker.wrongType(node, expectation(type));
    return undefined;
  }
  const value = checker.scalar(node);
  if (value === undefined || typeof value === "string") return value;
  checker.wrongType(node, expectation(type), `Put it in quotes: \`"${value}"\`.`);
  return undefined;
}

const LONGEST_NAME = 128;

export function checkName(type: FieldType, node: YamlNode, checker: Checker): string | undefined {
  const name = checkText(type, node, checker);
  if (name === undefined || isName(name)) return name;
  checker.report("wrong-name", {}, { at: placeOf(node) });
  return undefined;
}

/** Whether text may name an object. */
export function isName(text: string): boolean {
  // oxlint-disable-next-line no-control-regex -- control characters are what this rejects
  return text.trim() !== "" && text.length <= LONGEST_NAME && !/[\u0000-\u001f\u007f]/.test(text);
}

export function checkChoice(
  type: TypeNamed<"choice">,
  node: YamlNode,
  checker: Checker,
): string | undefined {
  const text = checkText(type, node, checker);
  if (text === undefined || type.values.includes(text)) return text;
  checker.report(
    "wrong-choice",
    { field: checker.label, value: text, choices: type.values },
    { at: placeOf(node), hint: suggest(text, type.values) },
  );
  return undefined;
}

export function checkBoolean(
  type: FieldType,
  node: YamlNode,
  checker: Checker,
): boolean | undefined {
  const value = node.kind === "scalar" ? checker.scalar(node) : null;
  if (value === undefined || typeof value === "boolean") return value;
  const word = typeof value === "string" ? value.toLowerCase() : "";
  if (word === "true" || word === "false") return word === "true";
  checker.wrongType(node, expectation(type));
  return undefined;
}

/** Only addresses that a browser opens as a page: a link may not run code. */
export function checkLink(type: FieldType, node: YamlNode, checker: Checker): string | undefined {
  const link = checkText(type, node, checker);
  if (link === undefined || /^(https?:\/\/|\/(?!\/))[^\s]+$/i.test(link)) return link;
  checker.wrongType(node, expectation(type));
  return undefined;
}

const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

export function checkDuration(
  type: FieldType,
  node: YamlNode,
  checker: Checker,
): number | undefined {
  const value = node.kind === "scalar" ? checker.scalar(node) : null;
  if (value === undefined) return undefined;
  const match = /^(\d+(?:\.\d+)?)\s*(ms|[smhdw])?$/.exec(String(value).trim());
  if (match) return Number(match[1]) * (UNITS[match[2] ?? "s"] ?? 1);
  checker.wrongType(node, expectation(type));
  return undefined;
}

const BYTES: Readonly<Record<string, number>> = { b: 1, kb: 1e3, mb: 1e6, gb: 1e9, tb: 1e12 };

export function checkBytes(type: FieldType, node: YamlNode, checker: Checker): number | undefined {
  const value = node.kind === "scalar" ? checker.scalar(node) : null;
  if (value === undefined) return undefined;
  const match = /^(\d+(?:\.\d+)?)\s*([kmgt]?b)?$/i.exec(String(value).trim());
  if (match) return Math.floor(Number(match[1]) * (BYTES[(match[2] ?? "b").toLowerCase()] ?? 1));
  checker.wrongType(node, expectation(type));
  return undefined;
}

export function checkTimeZone(
  type: FieldType,
  node: YamlNode,
  checker: Checker,
): string | undefined {
  const zone = checkText(type, node, checker);
  if (zone === undefined) return undefined;
  try {
    Intl.DateTimeFormat("en", { timeZone: zone });
    return zone;
  } catch {
    const hint = suggest(zone, Intl.supportedValuesOf("timeZone"));
    checker.report("unknown-time-zone", { zone }, { at: placeOf(node), hint });
    return undefined;
  }
}

export function checkLanguage(
  type: FieldType,
  node: YamlNode,
  checker: Checker,
): string | undefined {
  const tag = checkText(type, node, checker);
  if (tag === undefined || isLanguage(tag)) return tag;
  const [written = ""] = tag.split(".");
  const near = written.replaceAll("_", "-");
  const hint = isLanguage(near) ? `Did you mean \`${near}\`?` : undefined;
  checker.wrongType(node, expectation(type), hint);
  return undefined;
}

function isLanguage(tag: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf(tag).length > 0;
  } catch {
    return false;
  }
}

/** Names of types elsewhere. */
const OTHER_TYPE_NAMES: Readonly<Record<string, string>> = {
  int: "int64",
  integer: "int64",
  bigint: "int64",
  string: "text",
  varchar: "text",
  double: "float64",
  float: "float64",
  real: "float32",
  bool: "boolean",
  datetime: "timestamp",
};

export function checkColumnType(
  type: FieldType,
  node: YamlNode,
  checker: Checker,
): LogicalType | undefined {
  const text = checkText(type, node, checker);
  if (text === undefined) return undefined;
  const written = text.replaceAll(/\s/g, "");
  const simple = SIMPLE_TYPES.find((name) => name === written);
  if (simple) return simple;
  // decimalParts tells that the text is of the form `decimal(p,s)`.
  if (decimalParts(written as LogicalType)) return written as LogicalType;
  checker.report(
    "wrong-choice",
    { field: checker.label, value: text, choices: SIMPLE_TYPES },
    {
      at: placeOf(node),
      hint: suggest(OTHER_TYPE_NAMES[text.toLowerCase()] ?? text, SIMPLE_TYPES),
    },
  );
  return undefined;
}
