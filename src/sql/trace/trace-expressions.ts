/** The parts of a trace that become SQL, each with what it does. */
import { formatPath } from "../../contract/property-path.js";
import type { Classification, Classifier } from "./classify.js";
import type { SqlText, TraceSql } from "./trace-sql.js";
import type { DialectName } from "../dialect.js";

export interface Expression extends SqlText {
  readonly classification: Classification;
}

export interface TraceExpressions {
  /** Properties, then columns, each with its name in the result. */
  readonly selected: readonly (Expression & { readonly name: string })[];
  readonly cohort?: Expression;
  readonly filters: readonly Expression[];
  readonly orderBy: readonly Expression[];
  /** As the trace says it; absent when it says nothing. */
  readonly groupBy?: readonly Expression[] | false;
}

/** Classifies every expression of a trace for one dialect. */
export function classifyTrace(
  trace: TraceSql,
  classifier: Classifier,
  dialect: DialectName,
): TraceExpressions {
  function one<Text extends SqlText>(text: Text): Text & Expression {
    return { ...text, classification: classifier.classify(text.sql, dialect) };
  }
  function all<Text extends SqlText>(texts: readonly Text[]): (Text & Expression)[] {
    return texts.map((text) => one(text));
  }
  const selected = [
    ...trace.queries.map(({ sql, at, path }) => ({ sql, at, name: `props.${formatPath(path)}` })),
    ...trace.columns.map(({ sql, at, name }) => ({ sql, at, name: `columns.${name}` })),
  ];
  return {
    selected: all(selected),
    ...(trace.cohortOn && { cohort: one(trace.cohortOn) }),
    filters: all(trace.filters),
    orderBy: all(trace.orderBy),
    ...(trace.groupBy !== undefined && { groupBy: trace.groupBy && all(trace.groupBy) }),
  };
}

/** Every expression of a trace, in the order in which they are written into the query. */
export function allExpressions(expressions: TraceExpressions): readonly Expression[] {
  const { selected, cohort, filters, orderBy, groupBy } = expressions;
  return [
    ...selected,
    ...(cohort ? [cohort] : []),
    ...filters,
    ...(groupBy ? groupBy : []),
    ...orderBy,
  ];
}
