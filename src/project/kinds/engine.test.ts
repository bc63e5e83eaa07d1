import { expect, test } from "vitest";
import { projectOf, told } from "../../../test/support/project-text.js";

const SOURCES = `
sources:
  - { name: shop, type: server, database: d }
  - { name: duckdb, type: sqlite, database: a.sqlite }
`;

async function engines(defaults: string, engines: readonly string[]) {
  const models = engines.map(
    (engine, at) => `  - { name: m${at}, models: [ref(a)], sql: select 1${engine} }`,
  );
  const project = await projectOf(
    `${defaults}${SOURCES}models:\n  - { name: a, args: [a] }\n${models.join("\n")}\n`,
    { variables: { ENGINE: "duckdb" } },
  );
  const merges = project.models.flatMap((model) => (model.type === "merge" ? [model] : []));
  return {
    told: told(project),
    chosen: merges.map(({ engine, choosesEngine }) => (choosesEngine ? "auto" : engine?.name)),
    broken: merges.map(({ problems }) => problems.map(({ code }) => code).join(" ")),
  };
}

test("a merge that names no engine has that of `defaults`, and `duckdb` is the embedded one", async () => {
  const written = ["", ", engine: ", ", engine: duckdb", ", engine: ref(duckdb)"];
  const found = await engines("defaults: { engine: ref(shop) }", written);
  expect(found.told).toEqual([]);
  expect(found.chosen).toEqual(["shop", "shop", undefined, "duckdb"]);
});

test("`duckdb` is the default by itself, as a word of `defaults` and from the environment", async () => {
  for (const defaults of [
    "",
    "defaults: { engine: duckdb }",
    'defaults: { engine: "${env.ENGINE}" }',
    'defaults: { engine: "${env.OTHER:-duckdb}" }',
  ]) {
    const found = await engines(defaults, ["", ", engine: ref(shop)"]);
    expect(found.told).toEqual([]);
    expect(found.chosen).toEqual([undefined, "shop"]);
  }
});

test("`auto` leaves the choice to a run, on a merge and as the default, also from the environment", async () => {
  const one = await engines("", ["", ", engine: auto", ", engine: ref(shop)"]);
  expect(one.told).toEqual([]);
  expect(one.chosen).toEqual([undefined, "auto", "shop"]);
  for (const defaults of [
    "defaults: { engine: auto }",
    'defaults: { engine: "${env.NO:-auto}" }',
  ]) {
    const all = await engines(defaults, [
      "",
      ", engine: duckdb",
      ", engine: ref(shop)",
      ", engine: ",
    ]);
    expect(all.told).toEqual([]);
    expect(all.chosen).toEqual(["auto", undefined, "shop", "auto"]);
  }
});

test("a wrong engine is told where it stands, and no merge that needs it runs", async () => {
  const unknown = await engines("defaults: { engine: ref(shp) }", ["", ", engine: duckdb"]);
  expect(unknown.told).toEqual([
    "1:21 error unknown-reference: Nothing in this project is named `shp`. (Did you mean `shop`?)",
  ]);
  expect(unknown.broken).toEqual(["unknown-reference", ""]);
  const model = await engines("defaults: { time_zone: Nowhere, engine: ref(a) }", [""]);
  expect(model.told).toContain(
    "1:41 error wrong-reference-kind: `a` is a model, but a source is needed here.",
  );
  expect(model.broken).toEqual(["wrong-reference-kind"]);
  const bare = await engines("defaults: { engine: shop }", [
    "",
    ", engine: duckbd",
    ", engine: [a]",
  ]);
  expect(bare.told).toEqual([
    "1:21 error not-a-reference: `engine` needs a reference, but `shop` is plain text. (Write `ref(shop)`.)",
    "8:58 error not-a-reference: `engine` needs a reference, but `duckbd` is plain text. (Did you mean `duckdb`?)",
    "9:58 error wrong-type: `engine` needs a reference such as `ref(name)`, or `duckdb`, or `auto`, but this is a list.",
  ]);
  expect(bare.broken).toEqual(["not-a-reference", "not-a-reference", "wrong-type"]);
});
