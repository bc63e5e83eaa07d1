import { define } from "../definition.js";

/** Expressions and the queries made from them. */
export const sqlCodes = () => ({
  "expression-not-parsed": define<{ expression: string; dialect: string }>({
    severity: "warning",
    message: ({ expression, dialect }) =>
      `\`${expression}\` could not be parsed as ${dialect} and is sent as written.`,
    hint: () => "Say how the trace is grouped with `group_by`.",
  }),
  "expression-unbalanced": define<{ expression: string }>({
    severity: "error",
    message: ({ expression }) => `\`${expression}\` has a bracket without its partner.`,
    hint: () => "Close or remove the bracket.",
  }),
  "expression-quote-open": define<{ expression: string }>({
    severity: "error",
    message: ({ expression }) => `\`${expression}\` has a quotation mark that is not closed.`,
    hint: () => "Texts stand between single quotation marks; one inside a text is written twice.",
  }),
  "expression-several": define<{ expression: string }>({
    severity: "error",
    message: ({ expression }) =>
      `\`${expression}\` is more than one expression: a comma or semicolon stands outside brackets.`,
    hint: () => "Give each property, column and filter an expression of its own.",
  }),
  "choice-refused": define<{ trace: string; reason: string }>({
    severity: "error",
    message: ({ trace, reason }) =>
      `For this choice the database would refuse the query of \`${trace}\`: ${reason}`,
    hint: () =>
      "Put `nullif(…, 0)` around what is divided by, or a cast around what grows too large.",
  }),
  "env-in-sql": define<{ written: string; jinja: string }>({
    severity: "error",
    message: ({ written }) => `\`${written}\` would be sent to the database as it stands.`,
    hint: ({ jinja }) => `In SQL write \`${jinja}\`, between single quotes where it is a text.`,
  }),
  "input-cannot-follow": define<{ expression: string; input: string; why: string }>({
    severity: "error",
    message: ({ expression, input, why }) =>
      `\`${expression}\` cannot follow the input \`${input}\`: ${why}.`,
    hint: () =>
      "Sums, counts, averages, minima, maxima and counts of different values follow inputs; compute others in a trace without `inputs`.",
  }),
  "input-column-unknown": define<{ input: string; column: string; model: string }>({
    severity: "error",
    message: ({ input, column, model }) =>
      `The model \`${model}\` has no column \`${column}\` for the input \`${input}\`.`,
    hint: () => "Give the input the `column` that the model has, or select it in the model.",
  }),
  "input-inexact": define<{ expression: string; input: string; why: string }>({
    severity: "error",
    message: ({ expression, input, why }) =>
      `\`${expression}\` cannot follow the input \`${input}\` exactly: ${why}.`,
    hint: () =>
      "Cast what is added up to a decimal, as in `sum(cast(amount as decimal(18, 2)))`; SQLite has none: add up whole cents.",
  }),
  "input-too-fine": define<{ rows: number; most: number; inputs: string }>({
    severity: "error",
    message: ({ rows, most, inputs }) =>
      `To follow its inputs the trace needs ${rows} rows, more than ${most}: ${inputs}.`,
    hint: () => "Give a range a coarser `by` or `step`, or let the trace follow fewer inputs.",
  }),
  "input-type-differs": define<{
    input: string;
    needed: string;
    column: string;
    type: string;
    trace: string;
  }>({
    severity: "error",
    message: ({ input, needed, column, type, trace }) =>
      `The input \`${input}\` needs ${needed}, but the column \`${column}\` under \`${trace}\` is of type \`${type}\`.`,
    hint: () => "Cast the column in the model, or give the input another `column`.",
  }),
  "input-value-unknown": define<{ input: string; value: string }>({
    severity: "warning",
    message: ({ input, value }) =>
      `\`${value}\` is not among the values of the input \`${input}\`: no row passes for it.`,
    hint: () => "Values are compared letter by letter, as the page lists them.",
  }),
  "order-not-given": define<{ column: string; property: string }>({
    severity: "warning",
    message: ({ column, property }) =>
      `\`${property}\` takes values of \`${column}\` by their position, but the trace has no \`order_by\`, so the database decides which they are.`,
    hint: () => "Add `order_by` to the trace.",
  }),
  "compat-rows-merged": define<{ rows: number }>({
    severity: "warning",
    message: ({ rows }) =>
      `${rows === 1 ? "1 row equals another one and is" : `${rows} rows equal others and are`} not drawn again, as in Visivo 1.0, because the project runs in compat mode.`,
    hint: () =>
      "Add `group_by: false` to the trace to keep all rows, or write `compat: false` in `defaults`.",
  }),
  "compat-order-grouped": define<{ expressions: readonly string[]; rows: number; fewer: number }>({
    severity: "warning",
    message: ({ expressions, rows, fewer }) =>
      `Grouped by ${expressions.map((sql) => `\`${sql}\``).join(" and ")} of \`order_by\` as well, which makes ${rows} rows of ${fewer}, as in Visivo 1.0, because the project runs in compat mode.`,
    hint: () => "Say how the trace is grouped with `group_by`.",
  }),
});
