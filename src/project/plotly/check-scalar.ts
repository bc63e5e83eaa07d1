import type { Diagnostic } from "../../contract/diagnostic.js";
import type { PropertyPath } from "../../contract/property-path.js";
import { createDiagnostic, suggest } from "../../diagnostics/index.js";
import { nearest } from "../../diagnostics/suggest.js";
import { writtenText } from "../schema/describe.js";
import { numberIn } from "../schema/types/number.js";
import { placeOf } from "../schema/place.js";
import type { YamlScalar } from "../yaml-node.js";
import type { Choice, LeafAttribute } from "./attribute.js";
import { attributeTable } from "./attribute-table.js";
import { checkFormat } from "./check-format.js";
import { COLOUR_NAMES, isColour } from "./colour.js";
import { expected } from "./expected.js";
import { propertyLabel } from "./property-label.js";

/** A scalar with the environment filled in, other than null. */
export type Scalar = string | number | boolean;

/** A scalar, the node that it was read from, and the property whose value it is. */
export interface WrittenScalar {
  readonly value: Scalar;
  readonly node: YamlScalar;
  readonly path: PropertyPath;
}

/** What is wrong with a scalar where an attribute takes one; undefined when Plotly takes it. */
export function checkScalar(
  attribute: LeafAttribute,
  written: WrittenScalar,
): Diagnostic | undefined {
  const { value } = written;
  // Some defaults, such as `auto`, are no value of their own type.
  if (value === attribute.default) return undefined;
  switch (attribute.is) {
    case "any":
      return undefined;
    case "boolean":
      return typeof value === "boolean" ? undefined : wrongType(attribute, written);
    case "number":
      return checkNumber(attribute, written);
    case "integer":
      return attribute.extras?.includes(value) ? undefined : checkNumber(attribute, written);
    case "angle":
      return value === "auto" || numberIn(value) !== undefined
        ? undefined
        : wrongType(attribute, written);
    case "string":
      return checkText(attribute, written);
    case "enumerated":
      return attribute.values.includes(value) ||
        attribute.values.some((choice) => isName(choice, value))
        ? undefined
        : wrongChoice(attribute.values, written);
    case "flaglist":
      return checkFlags(attribute, written);
    case "subplotid":
      return typeof value === "string" && isSubplot(attribute, value)
        ? undefined
        : wrongType(attribute, written);
    case "color":
      return checkColour(written);
    case "colorscale":
      return checkScale(written);
    default:
      return wrongType(attribute, written);
  }
}

/**
 * Text that spells a truth value or a number where only that is possible, as text from the
 * environment does, and `ff8800` for `#ff8800`, which the Plotly of version 1.0 read. The other way
 * round, a number in the place of a text is the digits that are written: a title `1.10` is not 1.1.
 */
export function spelledValue(attribute: LeafAttribute, value: Scalar, node: YamlScalar): Scalar {
  if (typeof value === "number" && attribute.is === "string" && !attribute.strict) {
    const written = writtenText(node, value);
    return written === String(value) ? value : written;
  }
  if (typeof value !== "string") return value;
  if (attribute.is === "color" && /^([0-9a-f]{3}|[0-9a-f]{6})$/i.test(value)) return `#${value}`;
  const choices: readonly Choice[] =
    attribute.is === "boolean"
      ? [true, false]
      : attribute.is === "enumerated"
        ? attribute.values
        : [];
  if (choices.includes(value)) return value;
  return choices.find((choice) => String(choice) === value.trim().toLowerCase()) ?? value;
}

function checkNumber(
  attribute: LeafAttribute & { is: "number" | "integer" },
  written: WrittenScalar,
): Diagnostic | undefined {
  const value = numberIn(written.value);
  if (value === undefined || (attribute.is === "integer" && !Number.isInteger(value))) {
    return wrongType(attribute, written);
  }
  const { least, most } = attribute;
  if (value >= (least ?? -Infinity) && value <= (most ?? Infinity)) return undefined;
  const field = propertyLabel(written.path);
  const at = placeOf(written.node);
  return createDiagnostic("out-of-range", { field, value, least, most }, { at });
}

/**
 * Names that stand beside free texts, such as those of dashes, are words; free texts there hold
 * digits.
 */
function checkText(
  attribute: LeafAttribute & { is: "string" },
  written: WrittenScalar,
): Diagnostic | undefined {
  const { value } = written;
  if (typeof value === "number" && !attribute.strict) return undefined;
  if (typeof value !== "string" || (attribute.notEmpty && value === "")) {
    return wrongType(attribute, written);
  }
  const { values } = attribute;
  if (!values) return checkFormat(value, written.node, written.path);
  if (values.includes(value) || /\d/.test(value)) return undefined;
  return wrongChoice(values, written);
}

function checkFlags(
  attribute: LeafAttribute & { is: "flaglist" },
  written: WrittenScalar,
): Diagnostic | undefined {
  const { value, node, path } = written;
  const { flags, extras = [] } = attribute;
  if (typeof value === "number" || extras.includes(value)) {
    return typeof value === "number" ? wrongType(attribute, written) : undefined;
  }
  if (typeof value === "boolean") return wrongType(attribute, written);
  const wrong = value.split("+").find((flag) => !flags.includes(flag));
  if (wrong === undefined) return undefined;
  const alone = extras.map(String);
  const near = alone.includes(wrong) ? [] : nearest(wrong, [...flags, ...alone]);
  const values = { field: propertyLabel(path), flag: wrong, flags, alone, near };
  return createDiagnostic("unknown-flag", values, { at: placeOf(node) });
}

function checkColour(written: WrittenScalar): Diagnostic | undefined {
  const { value, node, path } = written;
  if (typeof value === "string" && isColour(value)) return undefined;
  const text = String(value);
  const hint = suggest(text, COLOUR_NAMES);
  const values = { field: propertyLabel(path), value: text };
  return createDiagnostic("wrong-colour", values, { at: placeOf(node), hint });
}

function checkScale(written: WrittenScalar): Diagnostic | undefined {
  const { value } = written;
  const { scales } = attributeTable();
  // Plotly reads a scale that is written as JSON, too.
  if (typeof value !== "string") return wrongChoice(scales, written);
  return scales.includes(value) || value.trim().startsWith("[")
    ? undefined
    : wrongChoice(scales, written);
}

/** Whether a choice is a pattern, such as that of axes, which the value is of. */
function isName(choice: Choice, value: Scalar): boolean {
  const pattern = patternIn(choice);
  return pattern !== undefined && typeof value === "string" && pattern.test(firstAxis(value));
}

function isSubplot(attribute: LeafAttribute & { is: "subplotid" }, value: string): boolean {
  const pattern = patternIn(attribute.pattern ?? "") ?? counted(attribute.default ?? "");
  return pattern.test(firstAxis(value));
}

/** Plotly reads `x1` as `x`. */
function firstAxis(id: string): string {
  return id.replace(/^([xyz]|scene)0*1(?= domain$|$)/, "$1");
}

/** The pattern between two slashes; undefined when the choice is a plain value. */
export function patternIn(choice: Choice): RegExp | undefined {
  if (typeof choice !== "string" || choice.length < 3) return undefined;
  return choice.startsWith("/") && choice.endsWith("/")
    ? new RegExp(choice.slice(1, -1))
    : undefined;
}

function counted(name: string): RegExp {
  return new RegExp(`^${name}([2-9]|[1-9][0-9]+)?$`);
}

function wrongChoice(values: readonly Choice[], { value, node, path }: WrittenScalar): Diagnostic {
  const choices = values.flatMap((choice) => namesOf(choice));
  const hint = suggest(String(value), choices);
  return createDiagnostic(
    "wrong-choice",
    { field: propertyLabel(path), value: String(value), choices: choices.slice(0, LISTED) },
    { at: placeOf(node), hint },
  );
}

/** Choices that a message lists at most. */
const LISTED = 24;

/** A pattern as its first name: `x` for those of axes. */
function namesOf(choice: Choice): string[] {
  if (patternIn(choice) === undefined) return [String(choice)];
  const letters = /^\/\^([a-z]+)/.exec(String(choice))?.[1];
  return letters === undefined ? [] : [letters];
}

function wrongType(attribute: LeafAttribute, { value, node, path }: WrittenScalar): Diagnostic {
  const got =
    typeof value === "string"
      ? value === ""
        ? "empty"
        : `\`${value}\``
      : typeof value === "number"
        ? `the number ${value}`
        : `\`${value}\``;
  const values = { field: propertyLabel(path), expected: expected(attribute), got };
  return createDiagnostic("wrong-type", values, { at: placeOf(node) });
}
