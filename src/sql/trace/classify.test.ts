import { expect, test } from "vitest";
import { createClassifier } from "./classify.js";
import type { DialectName } from "../dialect.js";

const classifier = createClassifier({ aggregates: ["Weighted_Mean"] });

function kindOf(sql: string, dialect: DialectName = "duckdb"): string {
  const { kind, aggregates } = classifier.classify(sql, dialect);
  return kind === "window" && aggregates ? "window over aggregates" : kind;
}

test.each([
  ["x", "row"],
  ["t.x", "row"],
  ['"sum(x)"', "row"],
  ["upper(name)", "row"],
  ["checksum(x)", "row"],
  ["'sum(x)' || y", "row"],
  ["x /* sum(x) */", "row"],
  ["x -- sum(x)", "row"],
  ["$$sum(x)$$ || y", "row"],
  ["count", "row"],
  ["x in (1, 2)", "row"],
  ["(select max(v) from other)", "row"],
  ["x = (with a as (select 1) select count(*) from a)", "row"],
  ["date_trunc('month', day)", "row"],
  ["case when x > 1 then 'a' else 'b' end", "row"],
  ["current_date", "row"],
  ["1", "constant"],
  ["-1.5", "constant"],
  ["'it''s'", "constant"],
  ["'sum(x)'", "constant"],
  ["'a' || 'b'", "constant"],
  ["NULL", "constant"],
  ["true", "constant"],
  ["1 = 1", "constant"],
  ["sum(x)", "aggregate"],
  ["SUM (x)", "aggregate"],
  ['"sum"(x)', "aggregate"],
  ["count(*)", "aggregate"],
  ["count(distinct x)", "aggregate"],
  ["1.0 * sum(x) / nullif(count(*), 0)", "aggregate"],
  ["round(avg(x), 2)", "aggregate"],
  ["count(*) filter (where y > 1)", "aggregate"],
  ["percentile_cont(0.5) within group (order by x)", "aggregate"],
  ["my_own(0.5) within group (order by x)", "aggregate"],
  ["my_own(x) filter (where y)", "aggregate"],
  ["weighted_mean(x, w)", "aggregate"],
  ["list(x order by y)", "aggregate"],
  ["sum(values)", "aggregate"],
  ["x in (values (1), (sum(2)))", "row"],
  ["max(table)", "aggregate"],
  ["x in (table totals)", "row"],
  ["case when sum(x) > 1 then 1 end", "aggregate"],
  ["[sum(x), 2]", "aggregate"],
  ["sum(case when z in (select q from other) then x end)", "aggregate"],
  ["sum(x) over ()", "window"],
  ["sum(x) filter (where y) over (order by z)", "window"],
  ["last_value(x ignore nulls) over w", "window"],
  ["lag(x) respect nulls over (order by z)", "window"],
  ["row_number() over (partition by y order by x desc)", "window"],
  ["x - lag(x) over (order by y)", "window"],
  ["sum(sum(x)) over ()", "window over aggregates"],
  ["rank() over (order by sum(x) desc)", "window over aggregates"],
  ["sum(x) / sum(sum(x)) over ()", "window over aggregates"],
  ["'open", "unknown"],
  ["/* open", "unknown"],
  ["", "unknown"],
])("%s is %s", (sql, kind) => {
  expect(kindOf(sql)).toBe(kind);
});

test("what a name means depends on the dialect", () => {
  expect(kindOf("max(a, b)", "sqlite")).toBe("row");
  expect(kindOf("max(a)", "sqlite")).toBe("aggregate");
  expect(kindOf("max(a, 3)", "duckdb")).toBe("aggregate");
  expect(kindOf("total(a)", "sqlite")).toBe("aggregate");
  expect(kindOf("total(a)", "postgresql")).toBe("row");
  expect(kindOf("string_agg(a, ',')", "postgresql")).toBe("aggregate");
  expect(kindOf("rank(5) within group (order by a)", "postgresql")).toBe("aggregate");
});

test("quotes follow the dialect", () => {
  expect(kindOf("`sum(x)`", "sqlite")).toBe("row");
  expect(kindOf("[sum(x)]", "sqlite")).toBe("row");
  expect(kindOf("e'it\\'s ' || sum(x)", "postgresql")).toBe("aggregate");
  expect(kindOf("'a\\' || sum(x) || 'b'", "postgresql")).toBe("aggregate");
  expect(kindOf("$q$ sum(x) $q$", "postgresql")).toBe("constant");
});

test("operators and comments follow the dialect", () => {
  expect(kindOf("x#sum(y)", "postgresql")).toBe("aggregate");
  expect(kindOf("@sum(x)", "postgresql")).toBe("aggregate");
  expect(kindOf('"""x"""', "postgresql")).toBe("row");
  expect(kindOf("/*+ x */ 1", "sqlite")).toBe("constant");
  expect(kindOf("sum(x) // y")).toBe("aggregate");
  expect(kindOf("x // sum(y)", "postgresql")).toBe("unknown");
  expect(kindOf("x // sum(y)", "sqlite")).toBe("unknown");
  expect(kindOf("x // sum(y)", "mysql")).toBe("unknown");
});

test("brackets without a partner and several values are faults", () => {
  expect(classifier.classify("sum(x", "duckdb").fault).toBe("unbalanced");
  expect(classifier.classify("x) or (y", "duckdb").fault).toBe("unbalanced");
  expect(classifier.classify("(x]", "duckdb").fault).toBe("unbalanced");
  expect(classifier.classify("x, y", "duckdb").fault).toBe("several");
  expect(classifier.classify("x; drop table y", "duckdb").fault).toBe("several");
  expect(classifier.classify("f(x, y)", "duckdb").fault).toBeUndefined();
});

test("equal texts are answered once", () => {
  const first = classifier.classify("f(x)", "duckdb");
  expect(classifier.classify("f(x)", "duckdb")).toBe(first);
  expect(classifier.classify("f(x)", "sqlite")).not.toBe(first);
});
