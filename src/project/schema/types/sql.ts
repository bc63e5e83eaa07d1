import type { SourceRange } from "../../../contract/diagnostic.js";
import { parseExpression } from "../../expression.js";
import { sqlFault } from "../../sql-fault.js";
import type { CheckContext } from "../check-context.js";
import { placeInText, placeOf } from "../place.js";
import type { YamlNode } from "../../yaml-node.js";
import type { TypeDefinition } from "../type-definition.js";

/** An SQL expression with its place: `?{ … }`, `query(…)`, or bare text where that is allowed. */
export const SQL: TypeDefinition<"sql"> = {
  check(type, node, checker) {
    const value = node.kind === "scalar" ? checker.scalar(node) : null;
    if (value === undefined) return undefined;
    if (value === null || (typeof value !== "string" && type.bare !== "sql")) {
      checker.wrongType(node, type);
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
    if (sql === "") {
      checker.report("empty-expression", { field: checker.label }, { at });
      return undefined;
    }
    const isWrong =
      reportEnvInSql(node, checker) ||
      reportSqlFault(sql, sql, { at, several: type.several }, checker);
    return isWrong ? undefined : { sql, at };
  },
  expectation: () => "an SQL expression such as `?{ amount }`",
  example: () => "?{ amount }",
  schema: () => ({ type: ["string", "number", "boolean"] }),
};

const FAULT_CODES = {
  unbalanced: "expression-unbalanced",
  several: "expression-several",
  "open quote": "expression-quote-open",
} as const;

/**
 * Reports what is plainly wrong with SQL; false when nothing is. `shown` is what messages call it.
 */
export function reportSqlFault(
  sql: string,
  shown: string,
  { at, several }: { readonly at: SourceRange; readonly several?: true | undefined },
  checker: Pick<CheckContext, "report">,
): boolean {
  const fault = sqlFault(sql);
  if (fault === undefined || (fault === "several" && several)) return false;
  const expression = shown.replaceAll(/\s+/g, " ").trim();
  checker.report(FAULT_CODES[fault], { expression: abbreviated(expression) }, { at });
  return true;
}

const ENV = /\$\{\s*env\s*\.\s*(\w+)(?:\s*:-([^}]*))?[^}]*\}/g;

/**
 * Reports each `${env.X}` that is written in SQL, where it has no meaning; false when there is none.
 * What a template has put there, such as a variable's own text, is data.
 */
export function reportEnvInSql(node: YamlNode, checker: Pick<CheckContext, "report">): boolean {
  if (node.kind !== "scalar" || typeof node.value !== "string") return false;
  const found = [...node.value.matchAll(ENV)];
  if (found.length === 0) return false;
  const place = placeInText(node, node.value);
  const whole = placeOf(node);
  let reported = false;
  for (const { 0: written, 1: name, 2: fallback, index } of found) {
    const second = fallback === undefined ? "" : `, '${fallback.trim()}'`;
    const jinja = `{{ env_var('${name}'${second}) }}`;
    const at = place(index, index + written.length);
    if (!isSame(at, whole) && !isAsLong(at, written.length)) continue;
    checker.report("env-in-sql", { written, jinja }, { at });
    reported = true;
  }
  return reported;
}

function isSame(a: SourceRange, b: SourceRange): boolean {
  return (
    a.start.line === b.start.line &&
    a.start.column === b.start.column &&
    a.end.line === b.end.line &&
    a.end.column === b.end.column
  );
}

/** Through a template a place is that of the template. */
function isAsLong({ start, end }: SourceRange, length: number): boolean {
  return start.line === end.line && end.column - start.column === length;
}

function abbreviated(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}
