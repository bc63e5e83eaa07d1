/**
 * Columns that fill a colour: numbers go along a ramp, which Plotly does; texts that are colours
 * are taken as such; all other values get a colour each.
 */
import type { Binding } from "../../../src/contract/binding.js";
import { isNumeric } from "../../../src/contract/logical-type.js";
import type { Column, LoadedResult } from "../data/column.js";
import { NULL_NAME } from "../format/group-name.js";
import type { Formatter } from "../format/value.js";
import { createCategoryColours } from "./category-colours.js";
import { drawnCount, nameReader, type DrawnRows, type DrawnValues } from "./drawn-values.js";
import type { LoadedTrace } from "./loaded-trace.js";
import { drawnType, type TraceType } from "./trace-types.js";
import { schemaAt, type TraceAttributes } from "./value-slots.js";

/** Colours as Plotly takes them, and the names that they stand for where they are made here. */
export interface Paint {
  readonly colours: DrawnValues;
  readonly names?: readonly string[];
}

export interface Painting {
  /** The colours of a column in a property; undefined where it fills no colour. */
  readonly paint: (
    type: TraceType,
    binding: Binding,
    column: Column,
    rows: DrawnRows,
    seriesColour: string,
  ) => Paint | undefined;
  readonly notices: () => readonly string[];
}

export interface PaintOptions {
  readonly formatter: Formatter;
  readonly palette: readonly string[];
  readonly attributes: (type: TraceType) => TraceAttributes | undefined;
  readonly isColour: (text: string) => boolean;
}

/** The same name has the same colour in all `traces`, also of the series that are not drawn. */
export function createPainting(
  traces: readonly LoadedTrace[],
  { formatter, palette, attributes, isColour }: PaintOptions,
): Painting {
  const categories = createCategoryColours(palette);
  const named = new Set<Column>();
  for (const { object: trace, result } of traces) {
    const type = drawnType(trace.type);
    for (const binding of type ? trace.bindings : []) {
      const find = ({ columns }: LoadedResult) =>
        columns.find(({ name }) => name === binding.column);
      const column = find(result);
      const whole = find(result.all?.() ?? result);
      if (!type || !column || !whole || !fillsColour(type, binding) || holdsColours(whole))
        continue;
      addNames(whole);
      named.add(column);
    }
  }

  function fillsColour(type: TraceType, { path }: Binding): boolean {
    const schema = schemaAt(attributes(type), path);
    return schema?.valType === "color" || (path.at(-1) === "colors" && path.at(-2) === "marker");
  }

  function holdsColours(column: Column): boolean {
    if (isNumeric(column.type) || column.type === "list") return true;
    if (column.type !== "text") return false;
    return distinct(column).every((value) => value === null || isColour(value));
  }

  function addNames(column: Column): void {
    if (distinct(column).includes(null)) categories.keep(NULL_NAME, palette[0] ?? "");
    const name = nameReader(column, formatter);
    for (let row = 0; row < column.length; row += 1) categories.of(name(row));
  }

  return {
    paint(type, binding, column, rows, seriesColour) {
      if (isNumeric(column.type) || column.type === "list") return undefined;
      if (!fillsColour(type, binding)) return undefined;
      const at = (index: number) => (rows.picks ? (rows.picks[index] ?? 0) : rows.start + index);
      const length = drawnCount(rows);
      if (!named.has(column)) {
        const colour = (_: unknown, index: number) => column.value(at(index)) ?? seriesColour;
        return { colours: Array.from({ length }, colour) };
      }
      const read = nameReader(column, formatter);
      const names = Array.from({ length }, (_, index) => read(at(index)));
      return { colours: names.map(categories.of), names };
    },
    notices: () =>
      categories.crowded() ? ["There are more names than colours: some share a colour."] : [],
  };
}

function distinct(column: Column): (string | null)[] {
  const values = new Set<string | null>();
  for (let row = 0; row < column.length; row += 1) {
    const value = column.value(row);
    values.add(value === null ? null : String(value));
  }
  return [...values];
}
