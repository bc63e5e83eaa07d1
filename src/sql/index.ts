export { createClassifier } from "./classify.js";
export type { Classification, Classifier, ClassifierOptions, ExpressionKind } from "./classify.js";
export { compileTrace } from "./compile-trace.js";
export type { CompileTraceOptions } from "./compile-trace.js";
export { dialects, DIALECT_NAMES } from "./dialect.js";
export type { Dialect, DialectName } from "./dialect.js";
export type { QueryColumn, TraceQuery } from "./trace-query.js";
