/**
 * A trace that follows inputs, as the query of a cube and the plan by which it is folded:
 *
 *   row expressions ─▶ keys      aggregates ─▶ partial columns      inputs ─▶ their columns
 *      ─▶ one query that groups by keys and inputs ─▶ CubePlan over its columns
 *
 * The expressions are sent as written, as in a trace's own query.
 */
import type { CubeExpression, CubeInput, CubeKey, CubePlan } from "../../contract/cube.js";
import type { Diagnostic } from "../../contract/diagnostic.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import type { Dialect } from "../dialect.js";
import { dialects } from "../dialects.js";
import { withoutSemicolons } from "../statement.js";
import { expressionProblems, orderProblems } from "../trace/expression-problems.js";
import { freeName } from "../trace/free-name.js";
import { groupingOf, normal } from "../trace/grouping.js";
import { orderItems } from "../trace/ordering.js";
import {
  allExpressions,
  classifyTrace,
  type Expression,
  type TraceExpressions,
} from "../trace/trace-expressions.js";
import type { TraceQuery } from "../trace/trace-query.js";
import type { TraceSql } from "../trace/trace-sql.js";
import type { CompileCubeOptions } from "./compile-cube-options.js";
import { foldCall } from "./fold-call.js";
import { canBeListed, compileSets } from "./compile-sets.js";
import { orderCube } from "./cube-order.js";
import { inputColumnSql, NEEDED, type FollowedInput } from "./input-column.js";
import { readExpression, type ExpressionParts } from "./read-expression.js";
import { renderCube } from "./render-cube.js";
import { cubeName, StoredColumns } from "./stored-columns.js";

/** `inputs` is not empty. With an error among its diagnostics the query must not be sent. */
export function compileCube(
  trace: TraceSql,
  base: { readonly sql: string },
  inputs: readonly FollowedInput[],
  options: CompileCubeOptions,
): TraceQuery {
  const expressions = classifyTrace(trace, options.classifier, options.dialect);
  const compiler = new CubeCompiler(trace, expressions, inputs, options);
  const query = compiler.compile(base);
  return compiler.needsSets
    ? { ...compileSets(trace, base, expressions, inputs, options), diagnostics: query.diagnostics }
    : query;
}

class CubeCompiler {
  readonly #columns = new StoredColumns();
  readonly #diagnostics: Diagnostic[] = [];
  readonly #dialect: Dialect;
  /** By what the trace is grouped, as `normal` writes it; undefined: it is not grouped. */
  #grouped: ReadonlySet<string> | undefined;
  /** Aggregates do not fold, and a query for each value of the inputs is an answer. */
  needsSets = false;

  constructor(
    private readonly trace: TraceSql,
    private readonly expressions: TraceExpressions,
    private readonly inputs: readonly FollowedInput[],
    private readonly options: CompileCubeOptions,
  ) {
    this.#dialect = dialects[options.dialect];
  }

  compile(base: { readonly sql: string }): TraceQuery {
    const { trace, expressions, options } = this;
    const { selected, cohort, filters } = expressions;
    const grouping = groupingOf(expressions, options);
    const grouped = allExpressions(expressions).some(
      ({ classification }) => classification.aggregates,
    );
    this.#refuseUnfit();
    const isGrouped = grouped || grouping.keys.length > 0;
    if (isGrouped) this.#grouped = new Set(this.#keyTexts(grouping.keys).map(normal));
    const outputs = selected.map((one) => ({ name: one.name, value: this.#valueOf(one) }));
    const cohortValue = cohort && this.#valueOf(cohort);
    const keys = isGrouped ? this.#keys(grouping.keys) : undefined;
    const nothing = keys && this.#nothing(keys);
    if (keys) this.#refuseBare(keys);
    const inputs = this.inputs.flatMap((input) => this.#inputColumn(input));
    if (isGrouped) this.#refuseInputs(this.#keyTexts(grouping.keys));
    const having = filters.filter(isAggregate).map((one) => this.#valueOf(one));
    const { order, directions } = orderCube({
      expressions,
      options,
      columns: this.#columns,
      roleOf: (sql) => this.#roleOf(sql),
      valueOf: (one) => this.#valueOf(one),
    });
    const plan: CubePlan = {
      dialect: options.dialect,
      inputs,
      ...(keys && { keys }),
      ...(nothing !== undefined && { nothing }),
      outputs,
      ...(cohortValue && { cohort: cohortValue }),
      cohortName: trace.name,
      having,
      order,
      ordered: expressions.orderBy.length > 0,
      dropNullCohort: options.compat && cohort !== undefined,
    };
    const texts = allExpressions(expressions).map(({ sql }) => sql);
    const { stored, ...rendered } = this.#columns.render([base.sql, ...texts]);
    const sql = renderCube({
      base: {
        name: freeName("hw_base", [base.sql, ...texts]),
        sql: withoutSemicolons(base.sql, this.#dialect.tokenize),
      },
      cube: cubeName([base.sql, ...texts]),
      ...rendered,
      groupBy: keys ? rendered.groupBy : [],
      where: filters.filter((one) => !isAggregate(one)).map((one) => one.sql),
      orderBy: rendered.order.map((alias, index) => `${alias}${directions[index] ?? ""}`),
    });
    return {
      sql,
      columns: stored.map(({ name, alias }) => ({ alias, name })),
      cohortName: trace.name,
      ordered: plan.ordered,
      dropNullCohort: false,
      cube: plan,
      diagnostics: [
        ...expressionProblems(expressions, options.dialect),
        ...orderProblems(trace, grouping.onePerCohort),
        ...this.#diagnostics,
      ],
    };
  }

  /** Folding does not know which row has the minimum or maximum. */
  #refuseBare(keys: readonly CubeKey[]): void {
    if (!this.#dialect.bareFollowsExtreme || !this.#columns.hasExtremes) return;
    const { selected, cohort } = this.expressions;
    for (const one of [...selected, ...(cohort ? [cohort] : [])]) {
      if (one.classification.kind !== "row") continue;
      const column = this.#columns.add("key", one.sql, "keys");
      if (keys.some((key) => key.column === column)) continue;
      this.#refuse(one, "it comes from the row of a minimum or maximum, unless `group_by` has it");
    }
  }

  /**
   * The cube is grouped by the columns of choices, the trace is not: the source would let stand what
   * it refuses in the trace's own query.
   */
  #refuseInputs(keys: readonly string[]): void {
    const { dialect } = this.options;
    const words = (sql: string) =>
      new Set(this.#dialect.tokenize(sql)?.map(({ text }) => text.toLowerCase()) ?? []);
    const grouped = words(keys.join(", "));
    const { selected, cohort, orderBy } = this.expressions;
    const ordered = orderBy.flatMap((one) =>
      orderItems(one.sql, dialect).map(({ expression }) => ({ ...one, sql: expression })),
    );
    for (const one of [...selected, ...(cohort ? [cohort] : []), ...ordered]) {
      const isRow = this.options.classifier.classify(one.sql, dialect).kind === "row";
      if (!isRow || this.#roleOf(one.sql) === "key") continue;
      const named = words(one.sql);
      const column = this.inputs
        .filter(({ input }) => input.is === "choice")
        .map((followed) => (followed.column?.name ?? followed.input.column).toLowerCase())
        .find((name) => named.has(name) && !grouped.has(name));
      if (column !== undefined)
        this.#refuse(one, "the trace's rows are not grouped by it", GROUP_HINT);
    }
  }

  /** Windows look at rows that a choice would take away. */
  #refuseUnfit(): void {
    for (const one of allExpressions(this.expressions)) {
      const { kind } = one.classification;
      if (kind === "window") {
        this.#refuse(one, "windows look at rows that a choice takes away", WINDOW_HINT);
      }
      if (kind === "unknown") this.#refuse(one, "it could not be read");
    }
  }

  #refuse({ sql, at }: Expression, why: string, hint?: string): void {
    const input = this.inputs[0]?.input.name ?? "";
    const values = { expression: sql.trim(), input, why };
    this.#diagnostics.push(createDiagnostic("input-cannot-follow", values, { at, hint }));
  }

  /** Whether `multiple: false` would be an answer. */
  #couldBeListed(): boolean {
    const single = this.inputs.map((one) =>
      one.input.is === "choice" ? { ...one, input: { ...one.input, multiple: false } } : one,
    );
    return canBeListed(single);
  }

  /** A row's value is a key of the cube; an aggregate is folded. */
  #valueOf(expression: Expression): CubeExpression {
    const { sql, classification } = expression;
    if (classification.kind !== "aggregate") {
      const role = classification.kind === "constant" ? "constant" : this.#roleOf(sql);
      return { is: "column", column: this.#columns.add(role, sql, "keys") };
    }
    const read = readExpression(sql, this.#dialect, {
      fold: (call, alone) => foldCall(call, this.#columns, this.#dialect, alone),
      rows: this.#rows(),
    });
    if ("is" in read) return read;
    if (canBeListed(this.inputs)) this.needsSets = true;
    else this.#refuse(expression, read.why, this.#couldBeListed() ? SINGLE_HINT : undefined);
    return { is: "literal", type: "text", value: null };
  }

  /** Values that a row of the trace has by itself, and aggregates may stand beside. */
  #rows(): ExpressionParts["rows"] {
    const { selected, cohort } = this.expressions;
    return [...selected, ...(cohort ? [cohort] : [])]
      .filter(({ classification }) => classification.kind === "row")
      .map((one) => ({ sql: one.sql, value: () => this.#valueOf(one) }));
  }

  /** Entries of GROUP BY, which are positions of selected columns or expressions, as expressions. */
  #keyTexts(entries: readonly string[]): string[] {
    const { selected, cohort } = this.expressions;
    const outputs = [...selected, ...(cohort ? [cohort] : [])];
    return entries
      .flatMap((entry) => orderItems(entry, this.options.dialect))
      .map(({ expression }) => {
        const output = /^\d+$/.test(expression) ? outputs[Number(expression) - 1] : undefined;
        return output?.sql ?? expression;
      });
  }

  #keys(entries: readonly string[]): CubeKey[] {
    return this.#keyTexts(entries).map((sql) => {
      const column = this.#columns.add("key", sql, "keys");
      return { column, ...this.#classes(column) };
    });
  }

  /** What else a grouped trace names of a row makes no more groups. */
  #roleOf(sql: string): "key" | "bare" {
    return this.#grouped?.has(normal(sql)) === false ? "bare" : "key";
  }

  /** Without keys there is a row of no rows, too; only the source knows what is no aggregate in it. */
  #nothing(keys: readonly CubeKey[]): number | undefined {
    const { selected, cohort } = this.expressions;
    const outputs = [...selected, ...(cohort ? [cohort] : [])];
    const isNeeded = keys.length === 0 && !outputs.every(isAggregate);
    return isNeeded ? this.#columns.markNothing() : undefined;
  }

  #classes(column: number): Pick<CubeKey, "classes"> {
    return this.#dialect.collates ? { classes: this.#columns.classesOf(column) } : {};
  }

  #inputColumn(followed: FollowedInput): CubeInput[] {
    const { input, column } = followed;
    const sql = inputColumnSql(followed, this.#dialect, this.options.timeZone);
    if (sql === undefined) {
      const at = this.trace.locate(["inputs"]);
      const values = {
        input: input.name,
        needed: NEEDED[input.is],
        column: column?.name ?? input.column,
        type: column?.type ?? "text",
        trace: this.trace.name,
      };
      this.#diagnostics.push(createDiagnostic("input-type-differs", values, { at }));
      return [];
    }
    const position = this.#columns.add("key", sql, `inputs.${input.name}`);
    const isText = input.is === "choice" && (column?.type ?? "text") === "text";
    return [{ input: input.name, column: position, ...(isText && this.#classes(position)) }];
  }
}

const WINDOW_HINT =
  "Compute the window in the model, where choices do not reach, or in a trace without `inputs`.";

const GROUP_HINT = "Name it in `group_by`, or take an aggregate of it, such as `min(…)`.";

const SINGLE_HINT =
  "Give the inputs `multiple: false`: then the source computes it for each value; or compute it in a trace without `inputs`.";

function isAggregate({ classification }: Expression): boolean {
  return classification.kind === "aggregate";
}
