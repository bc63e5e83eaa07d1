/**
 * Projects that take over the sources and models of a dbt project, whose files are made by hand.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import type { LoadOptions } from "../src/project/load-project.js";
import { loadProject } from "../src/project/load-project.js";
import type { Project } from "../src/project/project.js";
import { SOURCE_TYPES } from "../src/sources/registry.js";
import { runCommand } from "./support/command.js";
import { told } from "./support/project-text.js";
import { temporaryFolder, writeFiles, writeProject } from "./support/project.js";

const NODES = {
  "model.shop.orders": {
    name: "orders",
    alias: "orders_v3",
    database: "main",
    schema: "main",
    relation_name: '"main"."orders_v3"',
    description: "One row per order.",
    tags: ["nightly"],
    config: { materialized: "table" },
  },
  "model.shop.big": {
    name: "big",
    config: { materialized: "ephemeral" },
    compiled_code: "select * from orders_v3 where amount > 1\n",
  },
  "model.shop.old style": { name: "old style", schema: "main", alias: 'a"b' },
  "model.shop.off": { name: "off", schema: "main", config: { enabled: false } },
  "seed.shop.raw": { name: "raw", schema: "main" },
};

const FILES = {
  "headwater.yml": `name: shop
dbt: { dbt_project_yml_location: warehouse, profiles_yml_location: warehouse, prefix: "dbt " }
traces:
  - { name: by region, model: ref(dbt orders), props: { type: bar, x: "?{ region }", y: "?{ sum(amount) }" }, order_by: ["?{ region }"] }
  - { name: big ones, model: ref(dbt big), props: { type: bar, x: "?{ region }", y: "?{ amount }" } }
`,
  "warehouse/dbt_project.yml": "name: shop\nprofile: shop\n",
  "warehouse/profiles.yml": `config: { send_anonymous_usage_stats: false }
shop:
  target: dev
  outputs:
    dev:
      type: sqlite
      threads: 1
      database: database
      schema: main
      schemas_and_paths: { main: shop.sqlite }
    prod:
      type: postgres
      host: "{{ env_var('SHOP_HOST') }}"
      port: "{{ env_var('SHOP_PORT', '5432') | as_number }}"
      user: reader
      pass: very secret
      dbname: shop
      schema: analytics
      role: analyst
    lake: { type: redshift, host: lake }
`,
  "warehouse/target/manifest.json": JSON.stringify({ nodes: NODES }),
};

async function load(
  files: Readonly<Record<string, string>>,
  options: Partial<LoadOptions> = {},
): Promise<Project> {
  const directory = await writeProject(files);
  return loadProject({ directory, processEnv: {}, sourceTypes: SOURCE_TYPES, ...options });
}

/** The diagnostics without those of the references that then lead nowhere. */
async function faults(
  changes: Readonly<Record<string, string>>,
  options: Partial<LoadOptions> = {},
): Promise<string[]> {
  return told(await load({ ...FILES, ...changes }, options));
}

test("outputs become sources and models read what dbt has built", async () => {
  const project = await load(FILES);
  expect(told(project)).toEqual([]);
  expect(project.sources.map(({ name, type }) => [name, type])).toEqual([
    ["dbt shop_dev", "sqlite"],
    ["dbt shop_prod", "postgresql"],
  ]);
  expect(project.sources[0]).toMatchObject({
    config: { database: "shop.sqlite" },
    directory: join(project.root, "warehouse"),
    at: { file: "warehouse/profiles.yml" },
  });
  expect(project.sources[1]?.config).toMatchObject({
    host: { parts: [{ variable: "SHOP_HOST" }] },
    port: { parts: [{ variable: "SHOP_PORT", fallback: "5432" }] },
    username: "reader",
    database: "shop",
    db_schema: "analytics",
  });
  expect(
    project.models.map((model) => [model.name, model.type === "sql" && model.sql, model.tags]),
  ).toEqual([
    ["dbt orders", 'select * from "main"."orders_v3"', ["nightly"]],
    ["dbt big", "select * from orders_v3 where amount > 1", []],
    ["dbt old style", 'select * from "main"."a""b"', []],
  ]);
  expect(project.models[0]).toMatchObject({
    description: "One row per order.",
    source: { name: "dbt shop_dev" },
  });
});

test("the target of a profile and the profile of a project may come from the environment", async () => {
  const files = {
    ...FILES,
    "warehouse/dbt_project.yml": "name: shop\nprofile: \"{{ env_var('PROFILE', 'shop') }}\"\n",
    "warehouse/profiles.yml": FILES["warehouse/profiles.yml"].replace(
      "target: dev",
      "target: \"{{ env_var('DBT_TARGET', 'dev') }}\"",
    ),
  };
  const sourceOf = (project: Project): string | undefined => {
    const [model] = project.models;
    return model?.type === "sql" ? model.source?.name : undefined;
  };
  expect(sourceOf(await load(files))).toBe("dbt shop_dev");
  const variables = { DBT_TARGET: "prod", SHOP_HOST: "localhost" };
  expect(sourceOf(await load(files, { processEnv: variables }))).toBe("dbt shop_prod");
  const { "warehouse/profiles.yml": profiles } = files;
  const open = { "warehouse/profiles.yml": profiles.replace(", 'dev'", "") };
  expect(await faults({ ...files, ...open })).toContainEqual(
    expect.stringContaining("missing-variable: The environment variable `DBT_TARGET`"),
  );
});

test("the files of dbt are watched, also the one that is missing", async () => {
  const { root, inputs } = await load(FILES);
  const files = ["dbt_project.yml", "profiles.yml", "target/manifest.json"];
  expect(inputs).toEqual(
    expect.arrayContaining(files.map((file) => join(root, "warehouse", file))),
  );
  const { "warehouse/target/manifest.json": _, ...rest } = FILES;
  const without = await load(rest);
  expect(without.inputs).toContain(join(without.root, "warehouse/target/manifest.json"));
});

test("another output is chosen by its names; what has no effect there is told", async () => {
  const project = await load(FILES, { dbtProfile: "shop", dbtTarget: "prod" });
  const [model] = project.models;
  expect(model?.type === "sql" && model.source?.name).toBe("dbt shop_prod");
  expect(told(project)).toEqual([
    expect.stringContaining(
      "dbt-fields-ignored: `role` of dbt's output `dbt shop_prod` has no effect here.",
    ),
    expect.stringContaining("unset-variable"),
  ]);
});

test("a type without a connector matters only where the models live on it", async () => {
  expect(await faults({}, { dbtTarget: "lake" })).toContainEqual(
    expect.stringContaining(
      "warehouse/profiles.yml:20:19 warning dbt-type-unknown: `redshift` is not a type of source here: `dbt shop_lake` and dbt's models on it are left out.",
    ),
  );
});

test("missing files, names and broken ones are told with the next step", async () => {
  const { "warehouse/target/manifest.json": _, ...uncompiled } = FILES;
  expect(told(await load(uncompiled))).toEqual([
    "2:1 error dbt-manifest-missing: There is no `warehouse/target/manifest.json`, so dbt's models are not known. (Run `dbt compile` in the dbt project.)",
  ]);
  const { "warehouse/profiles.yml": __, ...unprofiled } = FILES;
  expect(told(await load(unprofiled))).toEqual([
    "2:1 error dbt-file-missing: There is no `warehouse/profiles.yml`, from which dbt's models and sources come. (Name its folder with `profiles_yml_location`, or write `enabled: false` below `dbt`.)",
  ]);
  expect(await faults({ "warehouse/target/manifest.json": "{}" })).toEqual([
    "2:1 error dbt-file-invalid: `warehouse/target/manifest.json` cannot be read: it has no `nodes`. (Run `dbt compile`, which tells what is wrong or writes the file anew.)",
  ]);
  expect(await faults({ "warehouse/dbt_project.yml": "- a" })).toEqual([
    expect.stringContaining(
      "dbt-file-invalid: `warehouse/dbt_project.yml` cannot be read: it is no",
    ),
  ]);
  expect(await faults({}, { dbtProfile: "shp" })).toEqual([
    "2:1 error dbt-profile-unknown: `profiles.yml` has no profile `shp`. (Did you mean `shop`?)",
  ]);
  expect(await faults({}, { dbtTarget: "pro" })).toEqual([
    "2:1 error dbt-target-unknown: The profile `shop` of `profiles.yml` has no output `pro`. (Did you mean `prod`?)",
  ]);
});

test("what dbt has not compiled is left out, and told once", async () => {
  const bare = { config: { materialized: "ephemeral" } };
  const nodes = {
    ...NODES,
    "model.shop.e": { name: "e", ...bare },
    "model.a.f": { name: "f", ...bare },
  };
  expect(await faults({ "warehouse/target/manifest.json": JSON.stringify({ nodes }) })).toEqual([
    "2:1 warning dbt-models-left-out: These models of dbt are ephemeral and not compiled, so they are left out: `dbt e`, `dbt f`. (Run `dbt compile`, which puts their SQL into the manifest.)",
  ]);
});

test("models of one name are told apart by their ids", async () => {
  const nodes = {
    ...NODES,
    "model.a.twice": { name: "twice", schema: "a" },
    "model.shop.twice.v2": { name: "Twice", schema: "b" },
  };
  const { models } = await load({
    ...FILES,
    "warehouse/target/manifest.json": JSON.stringify({ nodes }),
  });
  expect(models.slice(3).map(({ name }) => name)).toEqual(["dbt a.twice", "dbt shop.twice.v2"]);
});

test("nothing outside the project's folder is read", async () => {
  const around = await temporaryFolder();
  await writeFiles(around, { "dbt_project.yml": "profile: shop", "profiles.yml": "shop: {}" });
  await writeFiles(around, {
    "inner/headwater.yml": "dbt: { dbt_project_yml_location: .., profiles_yml_location: .. }",
  });
  const directory = join(around, "inner");
  const project = await loadProject({ directory, processEnv: {}, sourceTypes: SOURCE_TYPES });
  expect(project.diagnostics.map(({ code, message }) => `${code}: ${message}`)).toEqual([
    expect.stringContaining("dbt-outside-project: `../dbt_project.yml` lies outside"),
    expect.stringContaining("`../profiles.yml` lies outside"),
  ]);
});

test("dbt that is switched off, and a file that version 1.0 generated, change nothing", async () => {
  const off = await load({ "headwater.yml": "dbt: { enabled: false }" });
  expect(told(off)).toEqual([]);
  expect(off.dbt).toBeUndefined();
  const root = FILES["headwater.yml"].replace(
    "dbt: {",
    "includes: [dbt.yml]\ndbt: { output_file: dbt.yml,",
  );
  expect(
    await faults({
      "headwater.yml": root,
      "dbt.yml": "sources: [{ name: dbt shop_dev, type: sqlite, database: x }]",
    }),
  ).toEqual([]);
});

test("the charts of a project on dbt run", async () => {
  const project = await writeProject(FILES);
  const database = join(project, "warehouse/shop.sqlite");
  mkdirSync(dirname(database), { recursive: true });
  execFileSync("sqlite3", [
    database,
    "create table orders_v3(region, amount); insert into orders_v3 values ('n', 1), ('s', 2), ('n', 4)",
  ]);
  expect((await runCommand(["run", "by region", "--project-dir", project])).code).toBe(0);
  const { stdout } = await runCommand([
    "show",
    "by region",
    "--format",
    "csv",
    "--project-dir",
    project,
  ]);
  expect(stdout).toBe("props.x,props.y,cohort\nn,5,by region\ns,2,by region\n");
});

test("headwater dbt prints a file without secrets, which reads as the same objects", async () => {
  const folder = await writeProject(FILES);
  const printed = await runCommand(["dbt", "--project-dir", folder]);
  expect(printed.code).toBe(0);
  expect(printed.stdout).not.toContain("very secret");
  expect(printed.stdout).toContain(`host: "{{ env_var('SHOP_HOST') }}"`);
  const taken = await loadProject({ directory: folder, processEnv: {}, sourceTypes: SOURCE_TYPES });
  writeFileSync(
    join(folder, "headwater.yml"),
    `${FILES["headwater.yml"].replace(/^dbt.*$/m, "")}includes: [taken.yml]\n`,
  );
  writeFileSync(join(folder, "taken.yml"), printed.stdout);
  rmSync(join(folder, "warehouse/target"), { recursive: true });
  const again = await loadProject({ directory: folder, processEnv: {}, sourceTypes: SOURCE_TYPES });
  const models = (project: Project) =>
    project.models.map(
      (model) => model.type === "sql" && [model.name, model.sql, model.source?.name],
    );
  expect(models(again)).toEqual(models(taken));
});

test("headwater dbt writes the file that the project names, and refuses without dbt", async () => {
  const root = FILES["headwater.yml"].replace("dbt: {", "dbt: { output_file: dbt.yml,");
  const folder = await writeProject({ ...FILES, "headwater.yml": root });
  const { code, stdout, stderr } = await runCommand(["dbt"], { cwd: folder });
  expect([code, stdout]).toEqual([0, ""]);
  expect(stderr).toContain("2 sources and 3 models in `dbt.yml`.");
  expect(readFileSync(join(folder, "dbt.yml"), "utf8")).toContain("name: dbt orders");
  const without = await writeProject({ "headwater.yml": "name: x\n" });
  const refused = await runCommand(["dbt"], { cwd: without });
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("has no `dbt`")]);
});
