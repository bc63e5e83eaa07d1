import { expect, test } from "vitest";
import { z } from "zod/mini";
import { FAKE_SOURCE_TYPES, projectOf, told } from "../../../test/support/project-text.js";
import { FIELD_MARKS } from "../source-config/field-marks.js";
import type { DeclaredSourceType } from "../source-types.js";

const CLUSTER: DeclaredSourceType = {
  type: "cluster",
  description: "A cluster.",
  config: z.strictObject({
    catalogs: z
      .optional(z.record(z.string(), z.string()))
      .register(FIELD_MARKS, { description: "Catalogs." }),
  }),
  dialect: "trino",
  isolation: "thread",
  file: false,
  pool: 4,
};
const DATABASE: DeclaredSourceType = {
  ...CLUSTER,
  type: "database",
  config: z.strictObject({}),
  dialect: "postgresql",
};
const sourceTypes = new Map([...FAKE_SOURCE_TYPES, ["cluster", CLUSTER], ["database", DATABASE]]);

function clusters(far: string, near = "{}") {
  const text = `
sources:
  - { name: shop, type: database }
  - { name: crm, type: database }
  - { name: files, type: csv, file: a.csv }
  - { name: far, type: cluster, catalogs: ${far} }
  - { name: near, type: cluster, catalogs: ${near} }
models: [{ name: m, args: [a] }]
`;
  return projectOf(text, { sourceTypes, variables: { CATALOG: "crm" } });
}

test("what a server calls other sources is told where no source has that name", async () => {
  const project = await clusters("{ shpo: crm, m: erp }", "{ shop: crm }");
  expect(told(project)).toEqual([
    "6:45 error unknown-reference: Nothing in this project is named `shpo`. (Did you mean `shop`?)",
    "6:56 error wrong-reference-kind: `m` is a model, but a source is needed here.",
  ]);
  expect(project.sources.map(({ problems }) => problems.length)).toEqual([0, 0, 0, 2, 0]);
});

test("the name may come from the environment", async () => {
  const project = await clusters('{ shop: "${env.CATALOG}", crm: "${env.NONE:-other}_db" }');
  expect(told(project)).toEqual([]);
  expect([...(project.sources[3]?.catalogs ?? [])]).toEqual([
    ["shop", "crm"],
    ["crm", "other_db"],
  ]);
  const unset = await clusters('{ shop: "${env.NONE}" }');
  expect(told(unset)).toEqual([expect.stringMatching(/^6:51 warning unset-variable/)]);
  expect([...(unset.sources[3]?.catalogs ?? [])]).toEqual([]);
});

test("rows of files, and of a server like it, do not pass through it", async () => {
  const project = await clusters("{ shop: a, files: b }", "{ far: c }");
  const hint =
    "Leave it out: the rows of its models are sent to `far` with the query, or uploaded where `upload` names a place for them.";
  expect(told(project)).toEqual([
    `6:61 error catalog-not-passed: \`far\` cannot read \`files\` through a catalog: rows of a \`csv\` source do not pass through Trino. (${hint})`,
    expect.stringMatching(/^7:\d+ error catalog-not-passed: `near` cannot read `far`/),
  ]);
  expect(project.sources.map(({ problems }) => problems.length)).toEqual([0, 0, 0, 1, 1]);
  expect(project.graph.dependencies("source:far")).toEqual([]);
});
