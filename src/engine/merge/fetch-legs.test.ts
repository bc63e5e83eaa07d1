import { expect, test } from "vitest";
import type { Artifact } from "../../contract/manifest.js";
import type { SqlModel } from "../../project/objects.js";
import type { RunSource } from "../run-sources.js";
import type { FetchRequest } from "./fetch-leg.js";
import { fetchLegs } from "./fetch-legs.js";
import { KEY_LIMITS } from "./key-order.js";
import type { LegNeed } from "./leg-need.js";
import type { LegChild } from "./merge-children.js";
import type { MergePlan } from "./plan-legs.js";
import type { WantedLeg } from "./want-legs.js";

const ID = { name: "id", type: "int64", nativeType: "bigint", exact: true } as const;
const NEED: LegNeed = { used: true, columns: [0], notPushed: [] };

// Only what the functions look at.
function child(name: string, dialect: "postgresql" | "mysql"): LegChild {
  const info = { dialect, ...(dialect === "mysql" && { countsRows: true }) };
  return {
    kind: "leg",
    model: { id: `model:${name}`, name, sql: `select id from ${name}` } as SqlModel,
    names: [{ table: name }],
    source: { info } as RunSource,
    columns: [ID],
    renamed: [],
  };
}

const CHILDREN = [child("clients", "postgresql"), child("orders", "mysql")];

/** Each is joined to the next. */
function planOf(children: readonly LegChild[]): MergePlan {
  const joins = children.slice(1).map((_, at) => ({
    type: "INNER",
    left: { scan: at, column: 0 },
    right: { scan: at + 1, column: 0 },
  }));
  const scans = children.map((_, table) => ({ table, columns: [0], conditions: [] }));
  return {
    sql: "select * from all",
    children,
    facts: { understood: true, scans, joins },
    needs: new Map(children.map(({ model }) => [model.id, NEED])),
  };
}

/** Which models' rows are asked for, and the models that give keys to each that is fetched. */
async function fetch(
  rows: Readonly<Record<string, number>>,
  children: readonly LegChild[] = CHILDREN,
) {
  const asked: string[] = [];
  const keys: Record<string, readonly string[]> = {};
  const wanted = children.map((one, at): [number, WantedLeg] => [
    at,
    { child: one, need: NEED, shared: false },
  ]);
  await fetchLegs(planOf(children), new Map(wanted), {
    limits: KEY_LIMITS,
    estimate: async ({ model }) => {
      asked.push(model.name);
      return rows[model.name];
    },
    fetch: async (_, { child: { model }, keys: given = [] }: FetchRequest) => {
      keys[model.name] = given.map(({ from }) => from);
      const artifact: Artifact = {
        hash: "",
        format: "parquet",
        rows: 1,
        bytes: 1,
        builtAt: "",
        columns: [],
      };
      return {
        need: NEED,
        keys: given,
        artifact,
        report: { model: model.id, how: "moved" },
        diagnostics: [],
      };
    },
    tableOf: ({ names }) => ({ names, kind: "landed", path: "", columns: [] }),
    readKeys: async () => [{ kind: "number", text: "7" }],
  });
  return { asked, keys };
}

test("rows are not counted for a table that a few keys narrow anyway", async () => {
  expect(await fetch({ clients: 400, orders: 1_200_000 })).toEqual({
    asked: ["clients"],
    keys: { clients: [], orders: ["model:clients"] },
  });
});

test("rows are counted where it is not known who should narrow whom", async () => {
  expect(await fetch({ clients: 200_000, orders: 300 })).toEqual({
    asked: ["clients", "orders"],
    keys: { clients: ["model:orders"], orders: [] },
  });
});

test("a table that narrows another one is counted, although few keys narrow it itself", async () => {
  const chain = [...CHILDREN, child("items", "postgresql")];
  expect(await fetch({ clients: 400, orders: 5000, items: 600_000 }, chain)).toEqual({
    asked: ["clients", "items", "orders"],
    keys: { clients: [], orders: [], items: ["model:orders"] },
  });
});
