/**
 * `headwater dist` from the outside: what it refuses, what it writes, and what never leaves the
 * project.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { hostname, userInfo } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import type { Result } from "../src/contract/result.js";
import type { SiteDashboard } from "../src/contract/pages/dashboard.js";
import type { SiteQueries } from "../src/contract/pages/queries.js";
import type { Site } from "../src/contract/pages/home.js";
import type { PublishedSite } from "../src/site/publish-site.js";
import { runCli, type CliResult } from "./support/cli.js";
import { runCommand } from "./support/command.js";
import { writeFiles, writeProject } from "./support/project.js";

const SMALL = {
  "orders.csv": "day,region,amount,customer\n2026-01-05,north,19.90,Ann\n2026-01-06,south,5,Bob\n",
  "headwater.yml": `
name: store
sources: [{ name: shop, type: csv, file: orders.csv }]
models: [{ name: orders, source: ref(shop) }]
traces:
  - name: revenue
    model: ref(orders)
    cohort_on: "?{ region }"
    order_by: ["?{ day }"]
    columns: { customer: "?{ max(customer) }" }
    props: { type: bar, x: "?{ day }", y: "?{ sum(amount) }" }
dashboards:
  - name: Sales
    description: All <of> "it"
    rows: [{ items: [{ chart: { name: Sum, traces: [ref(revenue)] } }] }]
`,
};

type Report = PublishedSite & {
  readonly published: boolean;
  readonly folder: string;
  readonly diagnostics: readonly { readonly code: string }[];
};

async function dist(cwd: string, ...args: string[]): Promise<CliResult & { report: Report }> {
  const result = await runCommand(["dist", "--json", ...args], {
    cwd,
    env: { XDG_STATE_HOME: join(cwd, "state") },
  });
  return { ...result, report: JSON.parse(result.stdout || "{}") as Report };
}

/** All files of a folder by their path, compressed ones opened. */
async function contentOf(folder: string): Promise<Map<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = new Map<string, Buffer>();
  for (const entry of entries.filter((found) => found.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const bytes = await readFile(path);
    const name = path.slice(folder.length + 1);
    files.set(name, name.endsWith(".bin") ? gunzipSync(bytes) : bytes);
  }
  return files;
}

/** Hashes of all files as they are, by path. */
async function hashesOf(folder: string): Promise<Record<string, string>> {
  const names = [...(await contentOf(folder)).keys()].toSorted();
  return Object.fromEntries(
    names.map((name) => [
      name,
      createHash("sha256")
        .update(readFileSync(join(folder, name)))
        .digest("hex"),
    ]),
  );
}

function json(files: ReadonlyMap<string, Buffer>, name: string): unknown {
  return JSON.parse(files.get(name)?.toString("utf8") ?? "null");
}

// The three are written in the contract's shapes, and the tests below say what is in them.
const siteOf = (files: ReadonlyMap<string, Buffer>) => json(files, "data/site.json") as Site;
const resultOf = (files: ReadonlyMap<string, Buffer>, name: string) => json(files, name) as Result;
const onlyDashboard = (files: ReadonlyMap<string, Buffer>) =>
  json(files, siteOf(files).dashboards[0]?.url ?? "") as SiteDashboard;

test("results that are missing or old are refused by name, and the site stays as it is", async () => {
  const cwd = await writeProject(SMALL);
  const missing = await dist(cwd);
  expect([missing.code, missing.report.published]).toEqual([5, false]);
  expect(missing.report.diagnostics).toMatchObject([
    { code: "site-results-missing", hint: "`headwater dist --run` runs first." },
  ]);
  expect(missing.stderr).toContain("There are no results of `revenue`.");
  expect(missing.stderr).toContain("Nothing was published.");
  expect((await readdir(cwd)).includes("dist")).toBe(false);

  expect((await dist(cwd, "--run")).code).toBe(0);
  const before = await hashesOf(join(cwd, "dist"));

  const edited = SMALL["headwater.yml"].replace("sum(amount)", "max(amount)");
  await writeFiles(cwd, { "headwater.yml": edited });
  const old = await dist(cwd);
  expect([old.code, old.report.diagnostics.map(({ code }) => code)]).toEqual([
    5,
    ["site-results-outdated"],
  ]);
  await writeFiles(cwd, { "headwater.yml": SMALL["headwater.yml"] });
  expect((await dist(cwd)).code).toBe(0);

  await writeFiles(cwd, { "orders.csv": `${SMALL["orders.csv"]}2026-01-07,west,1,Cy\n` });
  expect((await dist(cwd)).report.diagnostics).toMatchObject([{ code: "site-results-outdated" }]);

  expect(await hashesOf(join(cwd, "dist"))).toEqual(before);
});

test("a run that fails publishes nothing, and its results are refused from then on", async () => {
  const cwd = await writeProject(SMALL);
  expect((await dist(cwd, "--run")).code).toBe(0);
  const before = await hashesOf(join(cwd, "dist"));
  await rm(join(cwd, "orders.csv"));
  const failed = await dist(cwd, "--run");
  expect([failed.code, failed.report.published]).toEqual([3, false]);
  expect(failed.stderr).toContain("Nothing was published.");
  expect((await dist(cwd)).report.diagnostics).toMatchObject([{ code: "site-results-failed" }]);
  expect(await hashesOf(join(cwd, "dist"))).toEqual(before);
});

test("a project with errors, one without dashboards and one with an endless name are not published", async () => {
  const wrong = SMALL["headwater.yml"].replace("chart:", "chart: ref(nothing)\n#");
  const broken = await dist(await writeProject({ ...SMALL, "headwater.yml": wrong }), "--run");
  expect([broken.code, broken.report.published]).toEqual([1, false]);
  expect(broken.report.diagnostics.length).toBeGreaterThan(0);
  const empty = SMALL["headwater.yml"].split("dashboards:")[0] ?? "";
  const long = SMALL["headwater.yml"].replace("name: Sales", `name: ${"é".repeat(128)}`);
  const tooLong = await dist(await writeProject({ ...SMALL, "headwater.yml": long }), "--run");
  expect([tooLong.code, tooLong.report.diagnostics]).toMatchObject([
    5,
    [{ code: "site-page-name-too-long" }],
  ]);
  const none = await dist(await writeProject({ ...SMALL, "headwater.yml": empty }));
  expect([none.code, none.report.diagnostics]).toMatchObject([
    5,
    [{ code: "site-without-dashboards" }],
  ]);
});

test("equal input gives equal bytes, whoever publishes and wherever to", async () => {
  const cwd = await writeProject(SMALL);
  expect((await dist(cwd, "--run")).code).toBe(0);
  const first = await hashesOf(join(cwd, "dist"));
  const env = { TZ: "Asia/Tokyo", LANG: "de_DE.UTF-8", USER: "somebody" };
  const args = ["dist", "--project-dir", "..", "-o", "site"];
  await writeFiles(cwd, { "other/place.txt": "" });
  expect((await runCli(args, { cwd: join(cwd, "other"), env })).code).toBe(0);
  expect(await hashesOf(join(cwd, "other/site"))).toEqual(first);
  expect((await dist(cwd)).code).toBe(0);
  expect(await hashesOf(join(cwd, "dist"))).toEqual(first);
});

test("the report tells the results of a switch apart", async () => {
  const text = SMALL["headwater.yml"].replace("sum(amount)", "sum(amount) * ${times}");
  const switched = `inputs: [{ name: times, values: ["1", "2", "3"], default: "2" }]\n${text}`;
  const cwd = await writeProject({ ...SMALL, "headwater.yml": switched });
  const { report, code } = await dist(cwd, "--run");
  expect(code).toBe(0);
  expect(report.results.map(({ name, switches }) => [name, switches])).toEqual([
    ["revenue", undefined],
    ["revenue", "times=1"],
    ["revenue", "times=3"],
  ]);
  const { stdout } = await runCli(["dist"], { cwd });
  expect(stdout).toMatch(
    /trace revenue, .*trace revenue \(times=1\), .*trace revenue \(times=3\), /s,
  );
});

test("the report tells every page, file, row and column; pages are real files with relative addresses", async () => {
  const cwd = await writeProject(SMALL);
  const { report } = await dist(cwd, "--run");
  const folder = join(cwd, "dist");
  const files = await contentOf(folder);
  const [result] = report.results;
  expect(report).toMatchObject({
    project: "store",
    environment: "default",
    folder,
    published: true,
    pages: [{ dashboard: "Sales", file: "d/Sales/index.html" }],
    files: files.size - 1,
    diagnostics: [],
    asOf: result?.builtAt,
    results: [
      {
        kind: "trace",
        name: "revenue",
        dashboards: ["Sales"],
        rows: 2,
        cohorts: true,
        columns: [
          { name: "props.x", type: "date" },
          { name: "props.y", type: "float64" },
          { name: "columns.customer", type: "text" },
        ],
      },
    ],
  });
  const stored = readFileSync(join(folder, result?.file ?? ""));
  expect(result?.bytes).toBe(stored.length);
  // Of gzip: no time, no operating system.
  expect([stored.readUInt32LE(4), stored[9]]).toEqual([0, 255]);
  const rows = resultOf(files, result?.file ?? "");
  expect(rows.columns.map(({ name, values }) => [name, values])).toEqual([
    ["props.x", ["2026-01-05", "2026-01-06"]],
    ["props.y", [19.9, 5]],
    ["columns.customer", ["Ann", "Bob"]],
  ]);
  const site = siteOf(files);
  expect([site.run, site.events]).toEqual([undefined, undefined]);
  const pages = ["index.html", "d/Sales/index.html"].map((name) => String(files.get(name)));
  for (const page of pages) {
    expect(page).not.toMatch(/(src|href)="\//);
    expect(page.indexOf("charset")).toBeLessThan(page.indexOf("Content-Security-Policy"));
    expect(page.indexOf("Content-Security-Policy")).toBeLessThan(page.indexOf("<script"));
    expect(page.match(/charset="utf-8"/g)).toHaveLength(1);
  }
  expect(pages[0]).toContain('src="./assets/');
  expect(pages[1]).toContain('src="../../assets/');
  expect(pages[1]).toContain("<title>Sales · store</title>");
  expect(pages[1]).toContain('content="All &lt;of&gt; &quot;it&quot;"');
  expect(String(files.get("404.html"))).not.toMatch(/(src|href)=/);
  expect([...files.keys()].filter((name) => /\.(gz|map)$|map-outlines/.test(name))).toEqual([]);
});

test("the report for people names rows and columns", async () => {
  const cwd = await writeProject(SMALL);
  const { stdout, code } = await runCommand(["dist", "--run", "-o", "site"], { cwd });
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^Published to site: 1 dashboard, \d+ files, \d\.\d MB\. Data as of \S+Z\.\n/,
  );
  expect(stdout).toContain(
    "  trace revenue, 2 rows\n    props.x, props.y, columns.customer, cohort\n",
  );
});

const NARROW = `
name: narrow
sources: [{ name: register, type: csv, file: people.csv }]
models: [{ name: people, source: ref(register) }]
traces:
  - name: by city
    model: ref(people)
    columns: { city: "?{ city }", people: "?{ count(*) }", salaries: "?{ sum(salary) }" }
    props: { type: table }
tables:
  - name: Everybody
    model: ref(people)
    column_defs: [{ columns: [{ key: name }, { key: city, header: Place }] }]
  - name: Cities
    traces: [ref(by city)]
    column_defs: [{ trace_name: by city, columns: [{ key: columns.city }, { key: columns.people }] }]
dashboards:
  - name: a/b: 100%
    rows: [{ items: [{ table: ref(Everybody) }, { table: ref(Cities) }] }]
`;

function peopleCsv(rows: number): string {
  const lines = Array.from({ length: rows }, (_, row) => `p${row},city${row % 7},${77_001 + row}`);
  return `name,city,salary\n${lines.join("\n")}\n`;
}

test("a table publishes the columns that it shows and no other", async () => {
  const project = { "headwater.yml": NARROW.replace("a/b: 100%", '"a/b: 100%"') };
  const cwd = await writeProject({ ...project, "people.csv": peopleCsv(20) });
  const { report, code } = await dist(cwd, "--run");
  expect(code).toBe(0);
  expect(report.pages).toEqual([{ dashboard: "a/b: 100%", file: "d/a~2fb~3a 100~25/index.html" }]);
  const columns = report.results.map(({ name, columns: shown }) => [
    name,
    shown.map((column) => column.name),
  ]);
  expect(columns).toEqual([
    ["people", ["name", "city"]],
    ["by city", ["columns.city", "columns.people"]],
  ]);
  for (const [name, bytes] of await contentOf(join(cwd, "dist"))) {
    if (name.startsWith("data/"))
      expect([name, /salar|77005/.test(String(bytes))]).toEqual([name, false]);
  }
});

test("a large table is published as Arrow, with the columns that it shows", async () => {
  const project = { "headwater.yml": NARROW.replace("a/b: 100%", "Large") };
  const cwd = await writeProject({ ...project, "people.csv": peopleCsv(12_000) });
  expect((await dist(cwd, "--run")).code).toBe(0);
  const files = await contentOf(join(cwd, "dist"));
  const { data } = onlyDashboard(files).tables["Everybody"]?.model ?? {};
  expect(data).toMatchObject({ format: "arrow", rows: 12_000 });
  const bytes = files.get(data?.url ?? "");
  expect(bytes?.includes("p11999")).toBe(true);
  expect(bytes?.includes("salary")).toBe(false);
});

const CANARY = "c4nary-pa55/word+x";

const SECRETS = {
  ".env": `CRM_PASSWORD=${CANARY}\nUNUSED_TOKEN=t0ken-canary\n`,
  "data/orders.csv": "day,amount,email\n2026-01-05,19.90,ann@hidden.example\n",
  "scripts/extra.js": "// script-canary\nconsole.log('n\\n1');\n",
  "headwater.yml": `
name: store
sources:
  - { name: shop, type: csv, file: data/orders.csv }
  - name: crm
    type: postgresql
    host: db.internal-canary.example
    port: 6543
    database: production_canary
    username: reporting_canary
    password: \${env.CRM_PASSWORD}
models:
  - name: orders
    source: ref(shop)
    sql: select day, amount, email from shop -- sql-canary
  - { name: customers, source: ref(crm), sql: select * from customers_canary }
  - name: numbers
    args: [node, scripts/extra.js, --token=arg-canary]
    env: { TOKEN: "\${env.UNUSED_TOKEN}" }
traces:
  - name: revenue
    model: ref(orders)
    filters: ["?{ amount > 0.123454321 }"]
    props: { type: bar, x: "?{ date_trunc('month', day) }", y: "?{ sum(amount) }" }
  - { name: undrawn-canary, model: ref(customers), props: { type: bar, x: "?{ 1 }" } }
  - { name: extra, model: ref(numbers), columns: { v: "?{ n }" }, props: { type: indicator, value: "column(v)[0]" } }
charts: [{ name: chart-canary, traces: [ref(undrawn-canary)] }]
dashboards:
  - name: Sales
    rows: [{ items: [{ chart: { name: Sum, traces: [ref(revenue), ref(extra)] } }] }]
`,
};

test("no secret, host, query, path, script or undrawn object is in the published files", async () => {
  const cwd = await writeProject(SECRETS);
  const { code, stderr, report } = await dist(cwd, "--run", "--trust");
  expect([code, stderr.match(/error.*/)]).toEqual([0, null]);
  // What the publisher is told is nothing for readers.
  expect(stderr).toContain("warning[order-not-given]");
  const hidden = [
    CANARY,
    encodeURIComponent(CANARY),
    ...[0, 1, 2].map((offset) =>
      Buffer.from(" ".repeat(offset) + CANARY)
        .toString("base64")
        .slice(offset + 1, 16),
    ),
    Buffer.from(CANARY).toString("hex"),
    "canary",
    "hidden.example",
    "0.123454321",
    "date_trunc",
    "6543",
    "orders.csv",
    "headwater.yml",
    "extra.js",
    "target/",
    cwd,
    hostname(),
    `/${userInfo().username}/`,
  ];
  const files = await contentOf(join(cwd, "dist"));
  // All of them, and the mark that the folder is ours; what readers see is found in this way.
  expect(files.size).toBe(report.files + 1);
  const holding = (text: string) =>
    [...files].flatMap(([name, bytes]) => (bytes.includes(text) ? [name] : []));
  expect(report.results.map(({ file }) => files.has(file))).toEqual([true, true]);
  expect(holding('"Sum"').length).toBeGreaterThan(0);
  for (const [name, bytes] of files) {
    // The viewer is the same for every project.
    const isOurs = !name.startsWith("assets/");
    const found = hidden.filter((text) => (isOurs || text.length > 8) && bytes.includes(text));
    expect([name, found]).toEqual([name, []]);
  }
});

test("queries are public where that is wanted, without secrets, and the report lists them", async () => {
  const text = SECRETS["headwater.yml"].replace(
    "select day, amount, email from shop",
    "select day, amount, '{{ env_var('CRM_PASSWORD') }}' as email from shop",
  );
  const cwd = await writeProject({ ...SECRETS, "headwater.yml": text });
  const { code, report } = await dist(cwd, "--run", "--trust", "--with-queries");
  expect(code).toBe(0);
  const files = await contentOf(join(cwd, "dist"));
  const [summary] = siteOf(files).dashboards;
  const queries = json(files, summary?.queries ?? "") as SiteQueries;
  const [revenue, extra, numbers] = queries.charts["Sum"] ?? [];
  expect(revenue).toMatchObject({
    of: { kind: "trace", name: "revenue", file: "headwater.yml", line: 21 },
    model: { kind: "model", name: "orders", file: "headwater.yml", line: 13 },
    how: "sent",
    source: { name: "shop", type: "csv" },
  });
  expect(revenue?.sql).toContain("'***' as email from shop -- sql-canary");
  expect(revenue?.sql).toContain("amount > 0.123454321");
  expect([extra?.how, numbers?.command]).toEqual([
    "joined",
    ["node", "scripts/extra.js", "--token=arg-canary"],
  ]);
  expect(summary?.cards[0]?.reads).toEqual([
    { kind: "model", name: "orders" },
    { kind: "model", name: "numbers" },
    { kind: "source", name: "shop" },
  ]);
  expect(report.queries).toEqual([
    { kind: "trace", name: "revenue", file: "headwater.yml", line: 21 },
    { kind: "trace", name: "extra", file: "headwater.yml", line: 26 },
    { kind: "model", name: "numbers", file: "headwater.yml", line: 17 },
  ]);
  const hidden = [CANARY, "t0ken-canary", "db.internal", "reporting_canary", "undrawn-canary", cwd];
  for (const [name, bytes] of files) {
    if (name.startsWith("assets/")) continue;
    expect([name, hidden.filter((one) => bytes.includes(one))]).toEqual([name, []]);
  }
  const told = await runCommand(["dist", "--trust", "--with-queries"], {
    cwd,
    env: { XDG_STATE_HOME: join(cwd, "state") },
  });
  expect(told.stdout).toContain("  query of trace revenue, headwater.yml:21\n");
  // Without the word nothing of it is left.
  expect((await dist(cwd, "--trust")).report.queries).toBeUndefined();
  const plain = await contentOf(join(cwd, "dist"));
  expect(plain.has(summary?.queries ?? "")).toBe(false);
  const documents = [...plain].filter(([name]) => name.endsWith(".json"));
  expect(documents.filter(([, bytes]) => /select |canary|"reads"/.test(String(bytes)))).toEqual([]);
});

test("cards have pages of their own, whose names must fit too", async () => {
  const cwd = await writeProject(SMALL);
  expect((await dist(cwd, "--run")).code).toBe(0);
  const page = readFileSync(join(cwd, "dist/d/Sales/chart/Sum/index.html"), "utf8");
  expect(page).toContain('src="../../../../assets/');
  expect(page).toContain("<title>Sum · Sales · store</title>");
  const long = SMALL["headwater.yml"].replace("name: Sum", `name: ${"é".repeat(128)}`);
  const { code, report } = await dist(
    await writeProject({ ...SMALL, "headwater.yml": long }),
    "--run",
  );
  expect([code, report.diagnostics]).toMatchObject([
    5,
    [{ code: "site-page-name-too-long", message: expect.stringMatching(/^The name of the chart/) }],
  ]);
});

test("an edited script makes its rows old, which is found out without running it", async () => {
  const cwd = await writeProject(SECRETS);
  expect((await dist(cwd, "--run", "--trust")).code).toBe(0);
  await writeFiles(cwd, { "scripts/extra.js": "require('fs').writeFileSync('ran', '');\n" });
  const { code, report } = await dist(cwd);
  expect([code, report.diagnostics]).toMatchObject([
    5,
    [{ code: "site-results-outdated", message: expect.stringContaining("`extra`") }],
  ]);
  expect((await readdir(cwd)).includes("ran")).toBe(false);
});

const SOURCE_SECRET =
  "The dashboard `Sales` shows a secret: the value of a secret field of the source `crm`.";
const SCRIPT_SECRET =
  "The dashboard `Sales` shows a secret: the value of `env.TOKEN` of the model `numbers`.";

test.each([
  ["a source's password", "CRM_PASSWORD", 'TOKEN: "${env.UNUSED_TOKEN}"', SOURCE_SECRET],
  ["what a script gets", "UNUSED_TOKEN", 'TOKEN: "${env.UNUSED_TOKEN}"', SCRIPT_SECRET],
  ["a part of it", "UNUSED_TOKEN", 'TOKEN: "Bearer ${env.UNUSED_TOKEN}"', SCRIPT_SECRET],
])("%s that a template shows keeps a site from being published", async (_, shown, env, message) => {
  const text = SECRETS["headwater.yml"]
    .replace(
      "items: [{ chart:",
      `items: [{ markdown: "Shown: {{ env_var('${shown}') }}" }, { chart:`,
    )
    .replace('TOKEN: "${env.UNUSED_TOKEN}"', () => env);
  const cwd = await writeProject({ ...SECRETS, "headwater.yml": text });
  const { code, report, stderr, stdout } = await dist(cwd, "--run", "--trust");
  expect([code, report.diagnostics]).toMatchObject([5, [{ code: "site-shows-secret", message }]]);
  expect(stderr + stdout).not.toMatch(new RegExp(`${CANARY.replace("+", "\\+")}|t0ken-canary`));
  expect((await readdir(cwd)).includes("dist")).toBe(false);
});

test("a secret in the project's name keeps a site from being published", async () => {
  const text = SECRETS["headwater.yml"].replace(
    "name: store",
    "name: \"{{ env_var('CRM_PASSWORD') }}\"",
  );
  const cwd = await writeProject({ ...SECRETS, "headwater.yml": text });
  const { code, report } = await dist(cwd, "--run", "--trust");
  expect([code, report.diagnostics]).toMatchObject([
    5,
    [{ code: "site-shows-secret", message: expect.stringContaining("The home page") }],
  ]);
});

test("scripts that are not trusted keep a site from being published by --run", async () => {
  const cwd = await writeProject(SECRETS);
  const { code, report } = await dist(cwd, "--run");
  expect([code, report.published]).toEqual([5, false]);
});

test("a folder of somebody else's is refused before anything runs", async () => {
  const cwd = await writeProject({ ...SMALL, "dist/notes.txt": "mine" });
  const { code, report } = await dist(cwd, "--run");
  expect([code, report.diagnostics]).toMatchObject([5, [{ code: "site-folder-not-ours" }]]);
  expect((await readdir(cwd)).includes("target")).toBe(false);
  expect((await dist(cwd, "--run", "--force")).code).toBe(0);
  expect((await readdir(join(cwd, "dist"))).includes("notes.txt")).toBe(false);
  await writeFile(join(cwd, "plain"), "");
  expect((await dist(cwd, "-o", "plain")).report.diagnostics).toMatchObject([
    { code: "site-folder-is-file" },
  ]);
  expect((await dist(cwd, "-o", ".", "--force")).report.diagnostics).toMatchObject([
    { code: "site-folder-holds-project" },
  ]);
});

test("a source that --source names counts for what is current", async () => {
  const yaml = SMALL["headwater.yml"]
    .replace(
      "sources: [",
      "sources: [{ name: other, type: csv, file: orders.csv, null_values: [x] }, ",
    )
    .replace("source: ref(shop)", "sql: select * from shop");
  const cwd = await writeProject({ ...SMALL, "headwater.yml": yaml });
  expect((await dist(cwd, "--run", "-s", "shop")).code).toBe(0);
  expect((await dist(cwd, "-s", "shop")).code).toBe(0);
  expect((await dist(cwd, "-s", "nothing")).report.diagnostics).toMatchObject([
    {},
    { code: "chosen-source-unknown" },
  ]);
});
