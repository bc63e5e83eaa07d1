import type { Binding } from "../../contract/binding.js";
import { formatPath } from "../../contract/property-path.js";
import type { JsonObject, JsonValue } from "../../contract/json-value.js";
import { suggest } from "../../diagnostics/index.js";
import type { ColumnExpression } from "../expression.js";
import { parseExpression } from "../expression.js";
import { attributeTable } from "../plotly/attribute-table.js";
import { checkTraceProperties } from "../plotly/check-properties.js";
import { applyChanges, movedPath } from "../plotly/moves.js";
import type { Checker } from "../schema/checker.js";
import { placeOf, placeOfStart } from "../schema/place.js";
import type { PropertyQuery } from "../../sql/trace/trace-sql.js";
import { reportEnvInSql, reportSqlFault } from "../schema/types/sql.js";
import type { YamlMap, YamlNode } from "../yaml-node.js";
import { REPLACED_TRACE_TYPES, TRACE_TYPE_HINTS } from "./trace-types.js";

/** The `props` of a trace with its expressions taken out. */
export interface TraceProps {
  readonly type: string;
  /** Static values, `type` left out; null where a binding puts one. */
  readonly props: JsonObject;
  readonly queries: readonly PropertyQuery[];
  readonly bindings: readonly Binding[];
}

/** What version 1.0 took when a trace has no `props` at all, as traces of tables do. */
const DEFAULT_TYPE = "scatter";

/**
 * Takes the expressions out of `props` and checks the rest as Plotly would read it. `columns` are
 * the names that `column(…)` may use. Results keep the names of properties as written, also where
 * Plotly has moved one.
 */
export function checkTraceProps(
  props: YamlMap | undefined,
  columns: readonly string[],
  checker: Checker,
): TraceProps {
  if (!props) return { type: DEFAULT_TYPE, props: {}, queries: [], bindings: [] };
  const walk = new PropsWalk(columns, checker);
  const type = checkType(props, checker);
  const { type: written, ...rest } = walk.object(props);
  const subject = typeof written === "string" ? written : type;
  const { diagnostics, changes } = checkTraceProperties(props, type, subject, {
    compat: checker.setting.compat,
    read: (node) => checker.quietScalar(node),
  });
  for (const diagnostic of diagnostics) checker.add(diagnostic);
  applyChanges(rest, changes);
  const bindings = walk.bindings.map((binding) => ({
    ...binding,
    path: movedPath(binding.path, changes),
  }));
  return { type, props: rest, queries: walk.queries, bindings };
}

/** Empty when the type is missing or unknown, which is reported. */
function checkType(props: YamlMap, checker: Checker): string {
  const node = props.get("type")?.value;
  if (!node || (node.kind === "scalar" && node.value === null)) {
    const words = { what: "The `props` of a trace", key: "type" };
    checker.report("missing-field", words, { at: placeOfStart(props) });
    return "";
  }
  const type = checker.within("type", () => checker.value({ is: "text" }, node));
  if (type === undefined) return "";
  const { traceTypes } = attributeTable();
  if (traceTypes.includes(type)) return type;
  const successor = REPLACED_TRACE_TYPES.get(type);
  if (successor !== undefined) {
    checker.report("replaced-trace-type", { type, successor }, { at: placeOf(node) });
    return successor;
  }
  const hint = TRACE_TYPE_HINTS.get(type) ?? suggest(type, traceTypes);
  checker.report("unknown-trace-type", { type }, { at: placeOf(node), hint });
  return "";
}

class PropsWalk {
  readonly queries: PropertyQuery[] = [];
  readonly bindings: Binding[] = [];
  private readonly path: (string | number)[] = [];

  constructor(
    private readonly columns: readonly string[],
    private readonly checker: Checker,
  ) {}

  object(map: YamlMap): JsonObject {
    const entries = map.entries.map(({ key, value }) => [key, this.below(key, value)] as const);
    return Object.fromEntries(entries);
  }

  private below(step: string | number, node: YamlNode): JsonValue {
    this.path.push(step);
    const value = this.value(node);
    this.path.pop();
    return value;
  }

  private value(node: YamlNode): JsonValue {
    if (node.kind === "map") return this.object(node);
    if (node.kind === "list") return node.items.map((item, index) => this.below(index, item));
    const value = this.checker.scalar(node);
    return typeof value === "string" ? this.text(value, node) : (value ?? null);
  }

  private text(text: string, node: YamlNode): JsonValue {
    const expression = parseExpression(text);
    switch (expression.kind) {
      case "query":
        return this.query(expression.sql, node);
      case "column":
        return this.column(expression, node);
      case "broken":
        this.checker.report(
          "broken-expression",
          { reason: expression.reason },
          { at: placeOf(node) },
        );
        return null;
      default:
        return text;
    }
  }

  private query(sql: string, node: YamlNode): null {
    const path = [...this.path];
    if (sql === "") {
      this.checker.report("empty-expression", { field: formatPath(path) }, { at: placeOf(node) });
      return null;
    }
    if (reportEnvInSql(node, this.checker)) return null;
    if (reportSqlFault(sql, sql, { at: placeOf(node) }, this.checker)) return null;
    this.queries.push({ path, sql, at: placeOf(node) });
    this.bindings.push({ path, column: `props.${formatPath(path)}` });
    return null;
  }

  private column({ name, index, slice }: ColumnExpression, node: YamlNode): null {
    if (!this.columns.includes(name)) {
      const hint =
        suggest(name, this.columns) ?? "The trace has no `columns`: name the expression there.";
      this.checker.report("unknown-column", { column: name }, { at: placeOf(node), hint });
      return null;
    }
    this.bindings.push({
      path: [...this.path],
      column: `columns.${name}`,
      ...(index !== undefined && { index }),
      ...(slice && { slice }),
    });
    return null;
  }
}
