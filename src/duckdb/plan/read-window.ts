/** Window functions of DuckDB's plan before it is optimised. */
import type { WindowValue } from "../../sql/elsewhere/bound-query.js";
import { field, items, textOf, type Json } from "./plan-json.js";
import { expressionOf, orderKeyOf, typeOf } from "./read-expression.js";

/** By DuckDB's own words, which are not those of SQL where they are named here. */
const NAMES: Readonly<Record<string, string>> = {
  WINDOW_RANK_DENSE: "dense_rank",
};

export function windowValueOf(node: Json): WindowValue {
  const word = textOf(field(node, "type"));
  const own = textOf(field(node, "name"));
  const isAggregate = word === "WINDOW_AGGREGATE";
  const called = NAMES[word] ?? word.replace("WINDOW_", "").toLowerCase();
  const [filter, offset] = ["filters", "offset_expr"].map((name) => present(field(node, name)));
  const frame = frameOf(node);
  const more = frame === undefined ? "a frame of this kind" : moreOf(node);
  return {
    name: isAggregate ? own : called,
    args: items(field(node, "children")).map(expressionOf),
    type: typeOf(field(node, "return_type")),
    partitions: items(field(node, "partitions")).map(expressionOf),
    order: items(field(node, "orders")).map(orderKeyOf),
    frame: frame ?? "",
    ...(filter !== undefined && { filter: expressionOf(filter) }),
    ...(offset !== undefined && { offset: expressionOf(offset) }),
    ...(more !== undefined && { more }),
  };
}

function present(node: Json | undefined): Json | undefined {
  return node === null ? undefined : node;
}

function moreOf(node: Json): string | undefined {
  if (field(node, "ignore_nulls") === true) return "IGNORE NULLS";
  if (field(node, "distinct") === true) return "DISTINCT";
  if (textOf(field(node, "exclude_clause")) !== "NO_OTHER") return "EXCLUDE";
  if (items(field(node, "arg_orders")).length > 0) return "an order of its own";
  return present(field(node, "default_expr")) === undefined ? undefined : "a default";
}

/** `rows between 2 preceding and current row`; undefined where its ends are no plain ones. */
function frameOf(node: Json): string | undefined {
  const [start, end] = (["start", "end"] as const).map((side) => {
    const [, words = "", unit] =
      /^(UNBOUNDED_(?:PRECEDING|FOLLOWING)|CURRENT_ROW|EXPR_(?:PRECEDING|FOLLOWING))(?:_(ROWS|RANGE))?$/.exec(
        textOf(field(node, side)),
      ) ?? [];
    if (words === "") return undefined;
    const by = words.startsWith("EXPR") ? wholeNumber(field(node, `${side}_expr`)) : undefined;
    if (words.startsWith("EXPR") && (by === undefined || unit !== "ROWS")) return undefined;
    const text = words
      .toLowerCase()
      .replace("expr", by ?? "")
      .replaceAll("_", " ");
    return { text, unit };
  });
  if (!start || !end || (start.unit && end.unit && start.unit !== end.unit)) return undefined;
  const unit = start.unit ?? end.unit ?? "RANGE";
  return `${unit.toLowerCase()} between ${start.text} and ${end.text}`;
}

/** The digits of a constant. */
function wholeNumber(node: Json | undefined): string | undefined {
  const read = expressionOf(node);
  const constant = read.is === "cast" ? read.of : read;
  const text = constant.is === "constant" ? constant.text : null;
  return text !== null && /^\d{1,9}$/.test(text) ? text : undefined;
}
