/**
 * Colours of slices whose rows follow inputs: Plotly gives them out by size, which hangs on what is
 * chosen. A label has the same one in all circles of a chart.
 */
import type { Formatter } from "../format/value.js";
import type { Props } from "./bind.js";
import { createCategoryColours } from "./category-colours.js";
import { listOf } from "./computed.js";
import { nameReader } from "./drawn-values.js";
import type { LoadedTrace } from "./loaded-trace.js";

/** Towards white and towards black, where colours are written as six digits. */
const lighter = (colour: string) => mixed(colour, 255, 0.45);
const darker = (colour: string) => mixed(colour, 0, 0.35);

function mixed(colour: string, end: number, part: number): string[] {
  const digits = /^#([\da-f]{6})$/i.exec(colour)?.[1];
  if (digits === undefined) return [];
  const channels = [0, 2, 4].map((at) => Number.parseInt(digits.slice(at, at + 2), 16));
  const mix = channels.map((one) => Math.round(one + (end - one) * part));
  return [`#${mix.map((one) => one.toString(16).padStart(2, "0")).join("")}`];
}

/** The `marker` of a filled circle; undefined where Plotly's own colours are right. */
export type SliceColours = (bound: Props) => Props | undefined;

export function createSliceColours(
  traces: readonly LoadedTrace[],
  palette: readonly string[],
  formatter: Formatter,
): SliceColours {
  const colours = createCategoryColours([
    ...palette,
    ...palette.flatMap(lighter),
    ...palette.flatMap(darker),
  ]);
  let follows = false;
  for (const { object, result } of traces) {
    const whole = result.all?.();
    follows ||= whole !== undefined;
    const binding = object.bindings.find(({ path }) => path.join(".") === "labels");
    const column = (whole ?? result).columns.find(({ name }) => name === binding?.column);
    if (!column) continue;
    const name = nameReader(column, formatter);
    for (let row = 0; row < column.length; row += 1) colours.of(name(row));
  }
  return (bound) => {
    const labels = listOf(bound["labels"]);
    const marker: unknown = bound["marker"];
    const written = typeof marker === "object" && marker !== null ? marker : {};
    if (!follows || !labels || "colors" in written) return undefined;
    return { ...written, colors: Array.from(labels, (label) => colours.of(String(label))) };
  };
}
