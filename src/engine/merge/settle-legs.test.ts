import { expect, test } from "vitest";
import type { LogicalType } from "../../contract/logical-type.js";
import type { SqlModel } from "../../project/objects.js";
import type { RunSource } from "../run-sources.js";
import type { FetchedLeg, FetchRequest } from "./fetch-leg.js";
import type { LegChild } from "./merge-children.js";
import type { PlanFacts } from "../../sql/plan-facts.js";
import { settleLegs } from "./settle-legs.js";

const COLUMNS = ["a", "b"].map((name) => ({
  name,
  type: "int64" as LogicalType,
  nativeType: "bigint",
  exact: true,
}));

// Only what the functions look at.
const CHILD = {
  kind: "leg",
  model: { id: "model:m", name: "m" } as SqlModel,
  names: [{ table: "m" }],
  source: { info: { dialect: "postgresql" } } as RunSource,
  columns: COLUMNS,
  renamed: [],
} satisfies LegChild;

const needs = (...columns: number[]): PlanFacts => ({
  understood: true,
  joins: [],
  scans: [{ table: 0, columns, conditions: [] }],
});

function fetched(columns: readonly number[], type: LogicalType): FetchedLeg {
  return {
    need: { used: true, columns, notPushed: [] },
    keys: [],
    artifact: {
      hash: "",
      format: "parquet",
      rows: 1,
      bytes: 1,
      builtAt: "",
      columns: columns.map((at) => ({ name: COLUMNS[at]?.name ?? "", type })),
    },
    report: { model: "model:m", how: "moved" },
    diagnostics: [],
  };
}

/** What is fetched again when the plan over the rows' real types needs these columns. */
async function settle(first: FetchedLeg, then: PlanFacts) {
  const again: FetchRequest[] = [];
  const legs = new Map([[0, first]]);
  let plans = 0;
  await settleLegs(
    {
      sql: "select a from m",
      children: [CHILD],
      facts: needs(0),
      needs: new Map([["model:m", { used: true, columns: [0], notPushed: [] }]]),
    },
    legs,
    {
      tableOf: () => ({ names: [], kind: "scan", sql: "", directories: [] }),
      plan: () => Promise.resolve((plans++, then)),
      fetch(request) {
        again.push(request);
        return Promise.resolve(fetched([0, 1], "text"));
      },
    },
  );
  return { plans, again: again.map(({ need, refetched }) => [need.columns, refetched]) };
}

test("rows of the planned types are taken as they are", async () => {
  expect(await settle(fetched([0], "int64"), needs(0, 1))).toEqual({ plans: 0, again: [] });
});

test("rows of other types are planned for again; enough is enough", async () => {
  expect(await settle(fetched([0], "text"), needs(0))).toEqual({ plans: 1, again: [] });
});

test("what the second plan needs besides is fetched with everything else, once", async () => {
  const why = "its rows have other types than their source declares";
  expect(await settle(fetched([0], "text"), needs(0, 1))).toEqual({
    plans: 1,
    again: [[[0, 1], why]],
  });
  expect(await settle(fetched([0], "text"), { understood: false, reason: "?" })).toEqual({
    plans: 1,
    again: [[[0, 1], why]],
  });
});
