import { expect, test } from "vitest";
import { sqlName } from "./sql-name.js";

test.each([
  ["month", "month"],
  ["f.month", "month"],
  ['f."Day of month"', "Day of month"],
  ["`f`.`month`", "month"],
  ["count( * )", "count( * )"],
  ["sum(amount)\n  / 2", "sum(amount) / 2"],
  ["case when key = 'abc' then 1 end", undefined],
  ["percentile_disc(0.05) within group (order by arr_delay)", undefined],
])("the values of `%s` are called %s", (sql, name) => {
  expect(sqlName(sql)).toBe(name);
});
