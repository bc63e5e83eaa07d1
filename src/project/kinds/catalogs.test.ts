import { expect, test } from "vitest";
import { z } from "zod";
import { FAKE_SOURCE_TYPES, projectOf, told } from "../../../test/support/project-text.js";
import type { DeclaredSourceType } from "../source-types.js";

const CLUSTER: DeclaredSourceType = {
  type: "cluster",
  description: "A cluster.",
  config: z.strictObject({
    catalogs: z.record(z.string(), z.string()).optional().meta({ description: "Catalogs." }),
  }),
  dialect: "trino",
  isolation: "thread",
  file: false,
  pool: 4,
};
const sourceTypes = new Map([...FAKE_SOURCE_TYPES, ["cluster", CLUSTER]]);

function clusters(far: string, near = "{}") {
  const text = `
sources:
  - { name: shop, type: server, database: d }
  - { name: far, type: cluster, catalogs: ${far} }
  - { name: near, type: cluster, catalogs: ${near} }
models: [{ name: m, args: [a] }]
`;
  return projectOf(text, { sourceTypes, variables: { CATALOG: "crm" } });
}

test("what a server calls other sources is told where no source has that name", async () => {
  const project = await clusters("{ shpo: crm, m: erp }", "{ shop: crm }");
  expect(told(project)).toEqual([
    "4:45 error unknown-reference: Nothing in this project is named `shpo`. (Did you mean `shop`?)",
    "4:56 error wrong-reference-kind: `m` is a model, but a source is needed here.",
  ]);
  expect(project.sources.map(({ problems }) => problems.length)).toEqual([0, 2, 0]);
});

test("the name may come from the environment", async () => {
  const project = await clusters('{ shop: "${env.CATALOG}", near: "${env.NONE:-other}_db" }');
  expect(told(project)).toEqual([]);
  expect([...(project.sources[1]?.catalogs ?? [])]).toEqual([
    ["shop", "crm"],
    ["near", "other_db"],
  ]);
  const unset = await clusters('{ shop: "${env.NONE}" }');
  expect(told(unset)).toEqual([expect.stringMatching(/^4:51 warning unset-variable/)]);
  expect([...(unset.sources[1]?.catalogs ?? [])]).toEqual([]);
});

test("two servers may know each other, which is no circle", async () => {
  const project = await clusters("{ near: a, far: self }", "{ far: b }");
  expect(told(project)).toEqual([]);
  expect(project.graph.dependencies("source:far")).toEqual([]);
});
