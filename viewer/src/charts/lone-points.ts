/** Points of a line that has no length: alone between two gaps, or all at one place. */
import type { Props } from "./bind.js";
import { partOf, type ComputedTrace } from "./computed.js";
import type { HandedTrace } from "./handed-trace.js";
import { ROW_CHECKS, valuesAt } from "./row-checks.js";
import { rowCheck } from "./undrawn.js";

/** Types that draw lines through their points. */
const LINES = new Set<string>([
  "scatter",
  "scattergl",
  "scatterpolar",
  "scatterpolargl",
  "scattergeo",
  "scattermap",
  "scattercarpet",
  "scatterternary",
  "scattersmith",
  "scatter3d",
]);
const SIZE = 7;

/** The traces with markers where a line alone would show nothing; the same list where all show. */
export function withLonePoints(
  handed: readonly HandedTrace[],
  drawn: readonly Props[],
  computed: readonly ComputedTrace[],
): readonly Props[] {
  let isChanged = false;
  const marked = drawn.map((props, index) => {
    const [one, trace] = [handed[index], computed[index]];
    const sizes = one && trace && markerSizes(one, trace);
    if (!sizes) return props;
    isChanged = true;
    const marker = partOf(props["marker"]);
    return {
      ...props,
      mode: `${String(trace.full["mode"])}+markers`,
      marker: { ...marker, size: sizes },
    };
  });
  return isChanged ? marked : drawn;
}

/** A size for each row, zero for those that the line shows; undefined where it shows all. */
function markerSizes(handed: HandedTrace, trace: ComputedTrace): number[] | undefined {
  const { mode, connectgaps, stackgroup, visible } = trace.full;
  if (!LINES.has(trace.type) || visible !== true || typeof mode !== "string") return undefined;
  if (!mode.includes("lines") || mode.includes("markers")) return undefined;
  if (handed.rows > 1 && typeof stackgroup === "string" && stackgroup !== "") return undefined;
  const isDrawn = rowCheck(handed, trace);
  const sizes: number[] = Array.from({ length: handed.rows }, () => 0);
  let [run, found]: [number[], boolean] = [[], false];
  const finish = () => {
    const shown = new Set(run.map((row) => placeOf(handed, row)));
    if (shown.size === 1) {
      found = true;
      for (const row of run) sizes[row] = SIZE;
    }
    run = [];
  };
  for (let row = 0; row < handed.rows; row += 1) {
    if (isDrawn(row)) run.push(row);
    else if (connectgaps !== true) finish();
  }
  finish();
  return found ? sizes : undefined;
}

function placeOf({ type, props }: HandedTrace, row: number): string {
  const lists = ROW_CHECKS[type].properties.map((property) => valuesAt(props, property));
  return lists.every((list) => list === undefined || list.length > row)
    ? lists.map((list) => String(list?.[row])).join("\n")
    : String(row);
}
