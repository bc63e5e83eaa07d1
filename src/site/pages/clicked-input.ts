/** Which input a click on a mark of a trace sets, and by which column. */
import type { ClickedInput } from "../../contract/pages/dashboard.js";
import type { Trace } from "../../project/objects.js";
import { filtersOf } from "../../project/filters-of.js";
import { columnName } from "./sql-name.js";

/** Properties that name what a mark stands for, the likeliest first. */
const CATEGORIES = ["labels", "locations", "x", "y", "theta"];

/**
 * The choice that the author names, else the one whose column alone is what marks stand for;
 * undefined where there is none.
 */
export function clickedInput({
  inputs,
  queries,
  props,
  onClick,
}: Pick<Trace, "inputs" | "queries" | "props" | "onClick">): ClickedInput | undefined {
  const choices = filtersOf({ inputs }).filter(({ is }) => is === "choice");
  const order = props["orientation"] === "h" ? CATEGORIES.with(2, "y").with(3, "x") : CATEGORIES;
  const places = order.flatMap((property) =>
    queries.filter(({ path }) => path.length === 1 && path[0] === property),
  );
  for (const { path, sql } of places) {
    const column = `props.${path[0]}`;
    if (onClick) return { input: onClick.name, column };
    const name = columnName(sql)?.toLowerCase();
    const input = choices.find((one) => one.column.toLowerCase() === name);
    if (input) return { input: input.name, column };
  }
  return undefined;
}
