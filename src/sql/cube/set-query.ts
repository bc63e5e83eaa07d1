/** One query of a cube that lists values: the trace's own, for each value of some of its inputs. */
import { freeAliases } from "../trace/free-name.js";
import { bracketed, ended } from "../trace/render-query.js";
import type { Expression } from "../trace/trace-expressions.js";

/**
 * The columns that all queries of such a cube have, by their aliases. They stand in this order:
 * outputs, each input's value and its mark of standing for all, entries of the order, the classes
 * of inputs, which the query around them numbers, the mark of the row for no rows.
 */
export interface SetColumns {
  readonly outputs: readonly string[];
  readonly inputs: readonly {
    readonly value: string;
    readonly all: string;
    readonly classes: string;
  }[];
  readonly order: readonly string[];
  readonly nothing: string;
}

/** `texts` are those in which no alias of ours may stand. */
export function setColumns(
  counts: { readonly outputs: number; readonly inputs: number; readonly order: number },
  texts: readonly string[],
): SetColumns {
  const { outputs, inputs, order } = counts;
  const aliases = freeAliases(outputs + inputs * 3 + order + 1, texts);
  const [first, behind] = [outputs, outputs + inputs * 2];
  const alias = (index: number): string => aliases[index] ?? "";
  const range = (count: number, from: number) =>
    Array.from({ length: count }, (_, index) => alias(from + index));
  return {
    outputs: range(outputs, 0),
    inputs: Array.from({ length: inputs }, (_, index) => ({
      value: alias(first + index * 2),
      all: alias(first + index * 2 + 1),
      classes: alias(behind + order + index),
    })),
    order: range(order, behind),
    nothing: alias(behind + order + inputs),
  };
}

export interface SetParts {
  /** The name of the model's rows. */
  readonly base: string;
  readonly outputs: readonly Expression[];
  /** Columns of the inputs as they are compared. */
  readonly inputs: readonly string[];
  readonly order: readonly { readonly expression: string; readonly isKey: boolean }[];
  /** Entries of the trace's GROUP BY. */
  readonly keys: readonly string[];
  readonly filters: readonly Expression[];
  /** Whether the query gives a row of no rows as well. */
  readonly givesNothing: boolean;
  readonly columns: SetColumns;
}

/**
 * For each value of the inputs at the places `set`, and for all values of the others; of no rows
 * without a set.
 */
export function setQuery(parts: SetParts, set: readonly number[] | undefined): string {
  const { base, outputs, inputs, order, keys, filters, givesNothing, columns } = parts;
  const selected = [
    ...outputs.map(({ sql }, at) => ({ sql, alias: columns.outputs[at] })),
    ...inputs.flatMap((own, at) => {
      const isListed = set?.includes(at) ?? false;
      // A NULL of the column's type, which SQLite forgets beside any other.
      const sql = isListed ? own : `(select ${own} from ${base} where 1 = 0)`;
      return [
        { sql, alias: columns.inputs[at]?.value },
        { sql: isListed ? "0" : "1", alias: columns.inputs[at]?.all },
      ];
    }),
    ...order.map(({ expression }, at) => ({ sql: expression, alias: columns.order[at] })),
    ...(givesNothing ? [{ sql: set ? "0" : "1", alias: columns.nothing }] : []),
  ];
  const placeOf = (wanted: string | undefined): string =>
    String(selected.findIndex(({ alias }) => alias === wanted) + 1);
  const grouped = [
    ...keys,
    ...(set ?? []).map((at) => placeOf(columns.inputs[at]?.value)),
    ...order.flatMap(({ isKey }, at) => (isKey ? [placeOf(columns.order[at])] : [])),
  ];
  const where = set ? conditions(filters, ["constant", "row"]) : ["1 = 0"];
  const having = conditions(filters, ["aggregate"]);
  return [
    "select",
    selected.map(({ sql, alias = "" }) => `  ${ended(sql)} as ${alias}`).join(",\n"),
    `from ${base}`,
    ...(where.length > 0 ? [`where ${where.map(bracketed).join("\n  and ")}`] : []),
    ...(grouped.length > 0 ? [`group by ${grouped.join(", ")}`] : []),
    ...(having.length > 0 ? [`having ${having.map(bracketed).join("\n  and ")}`] : []),
  ].join("\n");
}

function conditions(filters: readonly Expression[], kinds: readonly string[]): string[] {
  return filters
    .filter(({ classification }) => kinds.includes(classification.kind))
    .map(({ sql }) => sql);
}
