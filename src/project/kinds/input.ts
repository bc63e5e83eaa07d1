import {
  GRAINS,
  type InputSettings,
  type PeriodInput,
  type SpanInput,
} from "../../contract/input.js";
import type { JsonValue } from "../../contract/json-value.js";
import type { Value } from "../../contract/result.js";
import { ALL, exampleChoice, readChoice } from "../../fold/choice-text.js";
import { parseScaled } from "../../fold/exact-number.js";
import { readPeriodDefault } from "../../fold/period-text.js";
import type { Input } from "../objects.js";
import type { Checker } from "../schema/checker.js";
import { defined } from "../schema/defined.js";
import type { CheckedFields, Fields } from "../schema/field.js";
import type { KindDefinition } from "../schema/kind-definition.js";
import { placeOf } from "../schema/place.js";
import type { YamlNode } from "../yaml-node.js";
import { NAMED_FIELDS } from "./named-fields.js";

export const INPUT_FIELDS = {
  ...NAMED_FIELDS,
  name: {
    ...NAMED_FIELDS.name,
    required: true,
    description: "One word, by which traces refer to it and under which it stands in addresses.",
    example: "region",
  },
  label: {
    type: { is: "text" },
    description: "What pages call it.",
    default: "its name",
    example: "Sales region",
    plain: true,
  },
  column: {
    type: { is: "text" },
    description: "The column of the models by which rows pass.",
    default: "its name",
    example: "ordered_at",
  },
  type: {
    type: { is: "choice", values: ["choice", "range"] },
    description: "Values that are chosen one by one, or a range of dates or numbers.",
    default: "`choice`",
  },
  multiple: {
    type: { is: "boolean" },
    description: "Whether several values can be chosen.",
    default: "`true`",
  },
  by: {
    type: { is: "choice", values: GRAINS },
    description: "In which parts a range of dates is chosen; weeks begin on Monday.",
    default: "`day`, for a range without `step`",
    example: "month",
  },
  step: {
    type: { is: "number", least: 0 },
    description: "In which steps a range of numbers is chosen.",
    example: "50",
  },
  values: {
    type: { is: "config" },
    description:
      "Makes a switch: texts, one of which stands in the place of `${name}` in SQL; a mapping gives them labels.",
    example: "[day, week, month]",
  },
  default: {
    type: { is: "config" },
    description:
      "What is chosen at first: `all`, a value or a list; of dates also `last 12 months`, `this year`, `past 3 weeks` or `2024-01..2024-06`; of numbers `0..50`.",
    default: "`all`; of a switch its first value",
    example: "last 12 months",
  },
} as const satisfies Fields;

type InputFields = CheckedFields<typeof INPUT_FIELDS>;

export const INPUT: KindDefinition<Input> = {
  kind: "input",
  list: "inputs",
  check(map, checker) {
    const fields = checker.fields(map, INPUT_FIELDS, "input");
    const name = fields.name?.value ?? "";
    if (fields.name && !isWord(name)) {
      checker.report("input-name", { name }, { at: fields.name.at });
    }
    refuseIdle(fields, checker);
    const settings = settingsOf(
      {
        name,
        label: fields.label?.value ?? name,
        ...defined({ description: fields.description?.value }),
      },
      fields,
      checker,
    );
    return {
      fields,
      build: (base) => ({ ...base, settings }),
    };
  },
};

/** What the field's names say of an input. */
type Called = Pick<InputSettings, "name" | "label" | "description">;

/** Names that mean something else in `${…}`. */
const TAKEN: ReadonlySet<string> = new Set(["env", "ref", "columns", "project"]);

function isWord(name: string): boolean {
  return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) && !TAKEN.has(name);
}

/** Fields that the kind of input has no use for. */
function refuseIdle(fields: InputFields, checker: Checker): void {
  const [is, useless] = fields.values
    ? (["a switch", ["column", "type", "multiple", "by", "step"]] as const)
    : fields.type?.value === "range"
      ? (["a range", ["multiple"]] as const)
      : (["a choice", ["by", "step"]] as const);
  for (const key of useless) {
    const field = fields[key];
    if (field) checker.report("input-field-unused", { field: key, is }, { at: field.keyAt });
  }
  const { by, step } = fields;
  if (step?.value === 0) {
    checker.report("wrong-value", { field: "step", reason: "it is zero." }, { at: step.at });
  }
  if (by && step) checker.report("input-by-and-step", {}, { at: step.keyAt });
}

function settingsOf(called: Called, fields: InputFields, checker: Checker): InputSettings {
  const { by, step, values, multiple } = fields;
  const column = fields.column?.value ?? called.name;
  const given = fields.default?.node;
  if (values) return switchOf(called, values.node, given, checker);
  if (fields.type?.value !== "range") {
    const input = { is: "choice", ...called, column, multiple: multiple?.value ?? true } as const;
    const chosen = given && valuesOf(given, checker);
    if (!chosen || isAll(chosen)) return input;
    if (!input.multiple && chosen.length > 1) {
      const why = `it takes one value, not ${chosen.length}`;
      refuseDefault(given, "`all` or one value", why, checker);
    }
    return { ...input, default: chosen };
  }
  if (step?.value && !by) {
    return spanOf({ is: "span", ...called, column, step: plainText(step.value) }, given, checker);
  }
  return periodOf({ is: "period", ...called, column, by: by?.value ?? "day" }, given, checker);
}

function spanOf(input: SpanInput, given: YamlNode | undefined, checker: Checker): SpanInput {
  const range = given && readChoice(input, { texts: [rangeText(given, checker)] });
  if (!range || range === ALL) return input;
  if (range.is === "span") return { ...input, default: { from: range.from, to: range.to } };
  const choices = `\`all\`, or two multiples of the step such as \`${exampleChoice(input)}\``;
  if (range.is === "unreadable") refuseDefault(given, choices, range.why, checker);
  return input;
}

function periodOf(input: PeriodInput, given: YamlNode | undefined, checker: Checker): PeriodInput {
  const text = given && rangeText(given, checker);
  if (text === undefined || text === ALL) return input;
  const period = readPeriodDefault(text, input.by);
  if (period.is !== "unreadable") return { ...input, default: period };
  const choices = `\`all\`, \`last 12 ${input.by}s\`, \`this year\`, or two ends such as \`${exampleChoice(input)}\``;
  refuseDefault(given, choices, period.why, checker);
  return input;
}

function isAll(values: readonly Value[]): boolean {
  return values.length === 1 && values[0] === ALL;
}

function valuesOf(node: YamlNode, checker: Checker): readonly Value[] {
  const items = node.kind === "list" ? node.items : [node];
  return items.flatMap((item) => {
    const value = checker.json(item);
    if (value === null || typeof value !== "object") return [value];
    refuseDefault(item, "`all`, a value, or a list of values", "it is no value", checker);
    return [];
  });
}

/** `a..b`, also where it is written as a pair. */
function rangeText(node: YamlNode, checker: Checker): string {
  const value = checker.json(node);
  return (Array.isArray(value) ? value : [value]).map(plain).join("..");
}

function refuseDefault(
  node: YamlNode | undefined,
  choices: string,
  why: string,
  checker: Checker,
): void {
  if (node) checker.report("input-default", { choices, why }, { at: placeOf(node) });
}

function switchOf(
  called: Called,
  node: YamlNode,
  given: YamlNode | undefined,
  checker: Checker,
): InputSettings {
  const values = switchValues(node, checker);
  if (values.length === 0) {
    checker.report("input-without-values", { name: called.name }, { at: placeOf(node) });
  }
  const chosen = given && plain(checker.json(given));
  const place = values.findIndex(({ label, text }) => label === chosen || text === chosen);
  if (given && place < 0) {
    const choices = `one of its values, such as \`${values[0]?.label ?? ""}\``;
    refuseDefault(given, choices, `it is none of its values`, checker);
  }
  return { is: "switch", ...called, values, default: Math.max(place, 0) };
}

function switchValues(node: YamlNode, checker: Checker): { label: string; text: string }[] {
  const json = checker.json(node);
  if (Array.isArray(json)) {
    return json.flatMap((item) => {
      if (item === null || typeof item !== "object") {
        return [{ label: String(item), text: String(item) }];
      }
      return Array.isArray(item) ? [] : labelled(item);
    });
  }
  return json !== null && typeof json === "object" ? labelled(json) : [];
}

function labelled(map: { readonly [label: string]: unknown }): { label: string; text: string }[] {
  return Object.entries(map).map(([label, text]) => ({ label, text: String(text) }));
}

/** A scalar as text; nothing else has one. */
function plain(value: JsonValue): string {
  return value !== null && typeof value === "object" ? "" : String(value);
}

/** Without an exponent, so that SQL reads the number that was written. */
function plainText(step: number): string {
  const text = String(step);
  const scaled = parseScaled(text);
  if (!scaled || !/e/i.test(text)) return text;
  return step.toFixed(Math.min(scaled.scale, 20));
}
