import type { JsonObject, JsonValue } from "../../contract/json-value.js";
import { axisKey, type ReferenceLine } from "../../contract/reference-line.js";
import { nearest } from "../../diagnostics/suggest.js";
import type { Trace } from "../objects.js";
import { attributeTable } from "../plotly/attribute-table.js";
import { COLOUR_NAMES, isColour } from "../plotly/colour.js";
import type { CheckedField } from "../schema/checked-field.js";
import type { Checker } from "../schema/checker.js";
import { defined } from "../schema/defined.js";
import type { CheckedMap, Fields, FieldType } from "../schema/field.js";
import { placeOf, placeOfStart } from "../schema/place.js";

const PLACE = {
  is: "either",
  of: [{ is: "text" }, { is: "number" }],
} as const satisfies FieldType;
const PLACES = {
  is: "either",
  of: [{ is: "text" }, { is: "number" }, { is: "list", of: PLACE }],
} as const satisfies FieldType;

export const LINE_FIELDS = {
  x: {
    type: PLACES,
    description:
      "Where it stands on the axis x: a number, date or category; two of them are a band.",
    example: "2026-03-01",
  },
  y: {
    type: PLACES,
    description: "The same on the axis y.",
    example: "[10, 20]",
  },
  label: {
    type: { is: "text" },
    description: "What is written beside it.",
    default: "its place",
    example: "target",
    plain: true,
  },
  color: {
    type: { is: "text" },
    description: "Colour as CSS writes it.",
    default: "a quiet one of the page, in both themes",
    example: "teal",
  },
  axis: {
    type: { is: "text" },
    description: "Another axis of its letter.",
    default: "`x` or `y`",
    example: "y2",
  },
} as const satisfies Fields;

type WrittenLine = CheckedMap<typeof LINE_FIELDS>;

/** The `lines` of a chart; one that is wrong is reported and left out. */
export function checkLines(
  lines: readonly WrittenLine[],
  layout: JsonObject,
  checker: Checker,
): ReferenceLine[] {
  return lines.flatMap((line) => {
    const read = readLine(line, checker);
    const misfit = read && misfitOnAxis(read.line, layout);
    if (read && misfit !== undefined) {
      checker.report("line-misfit", { misfit }, { at: read.place.at });
    }
    return read && misfit === undefined ? [read.line] : [];
  });
}

/** Reports lines on a chart whose traces have no axes for them. */
export function checkAxesForLines(
  field: CheckedField | undefined,
  traces: readonly Trace[],
  checker: Checker,
): void {
  if (!field) return;
  const { trace } = attributeTable();
  const known = traces.flatMap(({ type }) => trace(type) ?? []);
  if (known.length === 0 || known.length < traces.length) return;
  if (known.some(({ keys }) => "xaxis" in keys)) return;
  const misfit = "needs the axes x and y, which no trace of this chart has";
  checker.report("line-misfit", { misfit }, { at: field.keyAt });
}

interface ReadLine {
  readonly line: ReferenceLine;
  readonly place: CheckedField;
}

function readLine({ node, fields }: WrittenLine, checker: Checker): ReadLine | undefined {
  const { x, y, axis, color, label } = fields;
  const misfit = (text: string, at = placeOfStart(node)): undefined => {
    checker.report("line-misfit", { misfit: text }, { at });
  };
  const place = x ?? y;
  if (!place) return misfit("needs `x` or `y`");
  if (x && y) return misfit("stands at `x` or at `y`, not at both", y.keyAt);
  const letter = x ? "x" : "y";
  const { value } = place;
  if (value === undefined) return undefined;
  const [from, to, ...more] = Array.isArray(value) ? value : [value];
  const isBand = Array.isArray(value);
  if (from === undefined || more.length > 0 || isBand !== (to !== undefined) || !areAlike(from, to))
    return misfit("needs two ends of one kind where it is a band", place.at);
  const name = axis?.value ?? letter;
  if (axis && !new RegExp(`^${letter}([2-9]|[1-9]\\d+)?$`).test(name))
    return misfit(`has no place on \`${name}\`: it stands at \`${letter}\``, axis.at);
  if (color?.value !== undefined && !isColour(color.value)) {
    const [near] = nearest(color.value, COLOUR_NAMES);
    const hint = near === undefined ? undefined : `Did you mean \`${near}\`?`;
    const words = { field: "color", value: color.value };
    checker.report("wrong-colour", words, { at: placeOf(color.node), hint });
    return undefined;
  }
  const rest = defined({ to, label: label?.value, color: color?.value });
  return { line: { axis: name, from, ...rest }, place };
}

function areAlike(from: number | string, to: number | string | undefined): boolean {
  return to === undefined || typeof from === typeof to;
}

/** Why a place is none on its axis, as far as the layout says what that has. */
function misfitOnAxis({ axis, from, to }: ReferenceLine, layout: JsonObject): string | undefined {
  const key = axisKey(axis);
  const type = typeOf(layout[key]);
  const has = PLACES_ON.get(type);
  const wrong = [from, ...(to === undefined ? [] : [to])].find(
    (place) => !(has?.fits(place) ?? true),
  );
  return wrong === undefined
    ? undefined
    : `stands at \`${wrong}\`, and \`${key}\` has ${has?.what}`;
}

function typeOf(axis: JsonValue | undefined): string {
  const type =
    typeof axis === "object" && axis !== null && !Array.isArray(axis) ? axis["type"] : "";
  return typeof type === "string" ? type : "";
}

/** What axes of a type have. */
const PLACES_ON: ReadonlyMap<
  string,
  { readonly what: string; readonly fits: (place: number | string) => boolean }
> = new Map([
  ["linear", { what: "numbers", fits: (place) => Number.isFinite(Number(place)) }],
  ["log", { what: "numbers above zero", fits: (place) => Number(place) > 0 }],
  ["date", { what: "dates", fits: (place) => /^\d{4}(-\d\d){0,2}([T ]|$)/.test(String(place)) }],
]);
