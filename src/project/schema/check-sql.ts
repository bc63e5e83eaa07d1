import { parseExpression } from "../expression.js";
import type { SqlText } from "../objects.js";
import type { YamlNode } from "../yaml-node.js";
import type { Checker } from "./checker.js";
import { expectation } from "./describe.js";
import type { TypeNamed } from "./field.js";
import { placeOf } from "./place.js";

/** An SQL expression: `?{ … }`, `query(…)`, or bare text where that is allowed. */
export function checkSql(
  type: TypeNamed<"sql">,
  node: YamlNode,
  checker: Checker,
): SqlText | undefined {
  const value = node.kind === "scalar" ? checker.scalar(node) : null;
  if (value === undefined) return undefined;
  if (value === null || (typeof value !== "string" && type.bare !== "sql")) {
    checker.wrongType(node, expectation(type));
    return undefined;
  }
  const text = String(value);
  const at = placeOf(node);
  const expression = parseExpression(text);
  if (expression.kind === "broken") {
    checker.report("broken-expression", { reason: expression.reason }, { at });
    return undefined;
  }
  if (expression.kind !== "query" && type.bare !== "sql") {
    const dropped = type.bare === "dropped in compat mode" && checker.setting.compat;
    const code = dropped ? "bare-expression-dropped" : "bare-expression";
    checker.report(code, { field: checker.label, text: text.trim() }, { at });
    return undefined;
  }
  const sql = expression.kind === "query" ? expression.sql : text.trim();
  if (sql !== "") return { sql, at };
  checker.report("empty-expression", { field: checker.label }, { at });
  return undefined;
}
