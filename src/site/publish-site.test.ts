import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadProject } from "../project/load-project.js";
import type { Project } from "../project/project.js";
import { SOURCE_TYPES } from "../sources/registry.js";
import { publishSite } from "./publish-site.js";
import { loadFiles } from "../../test/support/load-files.js";
import { runOnce, withRun } from "../../test/support/run-project.js";

let folder: string;
beforeAll(() => (folder = realpathSync(mkdtempSync(join(tmpdir(), "headwater-publish-")))));
afterAll(() => rmSync(folder, { recursive: true }));

async function publish(viewer: string) {
  const text =
    "name: notes\ndashboards: [{ name: Text, rows: [{ items: [{ markdown: Hello }] }] }]\n";
  writeFileSync(join(folder, "headwater.yml"), text);
  const options = { directory: folder, processEnv: {}, sourceTypes: SOURCE_TYPES };
  return publishCurrent(await loadProject(options), viewer);
}

function publishCurrent(project: Project, viewer: string) {
  return withRun(project, { trusted: false }, async (run) =>
    publishSite(run, {
      manifest: await run.state.current(),
      folder: join(folder, "site"),
      viewer,
      withQueries: false,
      signal: new AbortController().signal,
    }),
  );
}

test("an installation without the built viewer says so and writes nothing", async () => {
  const viewer = join(folder, "nowhere");
  expect(await publish(viewer)).toMatchObject({ refused: [{ code: "viewer-missing" }] });
  expect(readdirSync(folder)).toEqual(["headwater.yml"]);
});

test("what a run tells of its results keeps the site from being published, too", async () => {
  const project = await loadFiles({
    "headwater.yml": `
name: shop
sources: [{ name: orders, type: csv, file: orders.csv }]
models: [{ name: rows, source: ref(orders) }]
inputs: [{ name: region, column: regoin }]
tables:
  - { name: followed, model: ref(rows), inputs: [ref(region)] }
  - { name: whole, model: ref(rows) }
traces: [{ name: each, model: ref(rows), columns: { region: "?{ region }" }, props: { type: indicator } }]
dashboards:
  - name: Shop
    rows:
      - items: [{ table: ref(followed) }, { table: ref(whole) }]
      - items: [{ markdown: "From \${each.region}" }]
`,
    "orders.csv": "region,amount\nEU,1\nUS,2\n",
  });
  const { exitCode, diagnostics } = await runOnce(project, { all: true });
  expect(exitCode).toBe(1);
  const published = await publishCurrent(project, join(folder, "nowhere"));
  if (!("refused" in published)) throw new Error("It was published");
  expect(published.refused).toEqual(diagnostics);
  expect(published.refused).toMatchObject([
    { code: "value-of-several-rows", at: { start: { line: 14 } } },
    { code: "input-column-unknown", at: { start: { line: 7 } } },
  ]);
});

test("a dashboard of texts needs no run", async () => {
  const viewer = mkdtempSync(join(folder, "viewer-"));
  writeFileSync(
    join(viewer, "index.html"),
    '<head>\n<title>x</title><script src="/assets/x.js"></head>',
  );
  writeFileSync(join(viewer, "other.txt"), "other");
  writeFileSync(join(viewer, "trace-parts.json"), '{"bar":["bar.js"]}');
  const parts = { home: [], dashboard: ["dashboard.js"], card: [], plot: ["plot.js"] };
  writeFileSync(join(viewer, "page-parts.json"), JSON.stringify(parts));
  writeFileSync(join(viewer, "bar.js"), "nothing draws bars");
  expect(await publish(viewer)).toEqual({
    pages: [{ dashboard: "Text", file: "d/Text/index.html" }],
    files: 6,
    bytes: expect.any(Number),
    results: [],
    origins: [],
  });
  expect(readFileSync(join(folder, "site/other.txt"), "utf8")).toBe("other");
  const page = readFileSync(join(folder, "site/d/Text/index.html"), "utf8");
  expect(page.match(/<link [^>]*>/g)).toEqual([
    '<link rel="preload" as="fetch" crossorigin href="../../data/site.json" />',
    '<link rel="modulepreload" crossorigin href="../../dashboard.js" />',
    expect.stringContaining('as="fetch" crossorigin href="../../data/dashboards/'),
  ]);
});
