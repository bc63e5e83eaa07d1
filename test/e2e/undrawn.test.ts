/** Nothing leaves a picture unsaid: the rows that are drawn and those that the card names. */
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { hasBrowser, openPage, startBrowser } from "../support/browser.js";
import { writeProject } from "../support/project.js";
import { serve } from "../support/serve.js";

let browser: Browser;

beforeAll(async () => {
  if (hasBrowser) browser = await startBrowser();
});

afterAll(async () => {
  await browser?.close();
});

interface Picture {
  readonly sql: string;
  readonly props: string;
  readonly layout?: string;
  readonly cohort?: string;
}

const PICTURES = {
  "Open end": {
    sql: "select date '9999-12-31' as x, 1 as y union all select date '2024-06-01', 2",
    props: 'type: scatter, mode: lines+markers, x: "?{ x }", y: "?{ y }"',
  },
  "Before Christ": {
    sql: "select date '2024-06-01' as x, 1 as y union all select date '0044-03-15 (BC)', 2",
    props: 'type: bar, x: "?{ x }", y: "?{ y }"',
  },
  Zeros: {
    sql: "select 'a' as x, 0 as y union all select 'b', 0",
    props: 'type: pie, labels: "?{ x }", values: "?{ y }"',
  },
  Nulls: {
    sql: "select 1 as x, null::integer as y union all select 2, null",
    props: 'type: scatter, mode: markers, x: "?{ x }", y: "?{ y }"',
  },
  "Parts beyond the whole": {
    sql: "select 'a' as n, '' as p, 1 as v union all select 'b', 'a', 2",
    props:
      'type: treemap, branchvalues: total, labels: "?{ n }", parents: "?{ p }", values: "?{ v }"',
  },
  "Stack with a hole": {
    sql: "select 1 as x, 'n' as c, 1 as y union all select 2, 'n', 2 union all select 1, 's', 3",
    props: 'type: scatter, stackgroup: one, x: "?{ x }", y: "?{ y }"',
    cohort: ', cohort_on: "?{ c }"',
  },
  "Tree of one tile": {
    sql: "select 'a' as n, 1e9 as v union all select 'b', 0.001",
    props: 'type: treemap, labels: "?{ n }", values: "?{ v }"',
  },
  "Parts of nobody": {
    sql: "select 'a' as n, '' as p, 1 as v union all select 'b', 'c', 2",
    props: 'type: treemap, labels: "?{ n }", parents: "?{ p }", values: "?{ v }"',
  },
  "Sums of long numbers": {
    sql: "select 'a' as x, 9007199254740993::bigint as y union all select 'a', 2",
    props: 'type: histogram, histfunc: sum, x: "?{ x }", y: "?{ y }"',
  },
  Slices: {
    sql: "select 'a' as x, -3 as y union all select 'b', 10 union all select 'c', 5",
    props: 'type: pie, labels: "?{ x }", values: "?{ y }"',
  },
  "One point": {
    sql: "select 'Mon' as x, 3 as y",
    props: 'type: scatter, mode: lines, x: "?{ x }", y: "?{ y }"',
  },
  "Points between gaps": {
    sql: "select range as x, case when range in (3, 5) then null else range end as y from range(8)",
    props: 'type: scatter, mode: lines, x: "?{ x }", y: "?{ y }"',
  },
  Logarithm: {
    sql: "select range as x, range - 1 as y from range(5)",
    props: 'type: bar, x: "?{ x }", y: "?{ y }"',
    layout: "{ yaxis: { type: log } }",
  },
  Flows: {
    sql: "select 'a' as s, 'b' as t, 2 as v union all select 'b', 'c', 3 union all select 'c', 'd', -1",
    props: 'type: sankey, link: { source: "?{ s }", target: "?{ t }", value: "?{ v }" }',
  },
  Infinite: {
    sql: "select 1 as x, 'NaN'::double as y union all select 2, 'Infinity'::double union all select 3, 1::double",
    props: 'type: bar, x: "?{ x }", y: "?{ y }"',
  },
  Number: {
    sql: "select 1 as y where false",
    props: 'type: indicator, value: "?{ y }"',
  },
  "First of three": {
    sql: "select range as y from range(3)",
    props: 'type: indicator, value: "?{ y }"',
  },
  "Sizes of nothing": {
    sql: "select range as x, range as y, case range when 0 then null when 1 then -3 else range * 9 end as s from range(4)",
    props: 'type: scatter, mode: markers, x: "?{ x }", y: "?{ y }", marker: { size: "?{ s }" }',
  },
  "Logarithmic line": {
    sql: "select range as x, case range when 2 then 0 else 10 ** range end as y from range(6)",
    props: 'type: scatter, mode: lines, x: "?{ x }", y: "?{ y }"',
    layout: "{ yaxis: { type: log } }",
  },
  Shares: {
    sql: "select 'x' as x, 5 as y, 'a' as k union all select 'x', -5, 'b' union all select 'y', 5, 'a'",
    props: 'type: bar, x: "?{ x }", y: "?{ y }"',
    layout: "{ barmode: stack, barnorm: percent }",
  },
  "Flows in circles": {
    sql: "select 'a' as s, 'a' as t, 2 as v union all select 'b', 'b', 1",
    props: 'type: sankey, link: { source: "?{ s }", target: "?{ t }", value: "?{ v }" }',
  },
  "A day": {
    sql: "select date '2024-06-01' as x, 2 as y",
    props: 'type: scatter, mode: markers, x: "?{ x }", y: "?{ y }"',
  },
  "Holes in a plane": {
    sql: "select * from (values (1, 1, 1), (2, 1, null), (1, 2, 3), (null, 2, 4)) as t(x, y, z)",
    props: 'type: contour, x: "?{ x }", y: "?{ y }", z: "?{ z }"',
  },
} as const satisfies Record<string, Picture>;

function project(pictures: Readonly<Record<string, Picture>>): string {
  const entries = Object.entries(pictures);
  const lines = (write: (name: string, picture: Picture) => string) =>
    entries.map(([name, picture]) => write(name, picture)).join("\n");
  return `
name: undrawn
sources: [{ name: files, type: csv, file: one.csv }]
models:
${lines((name, { sql }) => `  - { name: m-${name}, source: ref(files), sql: ${JSON.stringify(sql)} }`)}
traces:
${lines((name, { props, cohort = "" }) => `  - { name: t-${name}, model: ref(m-${name}), group_by: false${cohort}, props: { ${props} } }`)}
charts:
${lines((name, { layout }) => `  - { name: ${name}, traces: [ref(t-${name})]${layout === undefined ? "" : `, layout: ${layout}`} }`)}
dashboards:
  - name: Page
    rows:
${lines((name) => `      - { height: small, items: [{ chart: ref(${name}) }] }`)}
`;
}

async function open(
  pictures: Readonly<Record<string, Picture>>,
): Promise<{ page: Page; faults: string[] }> {
  const directory = await writeProject({ "headwater.yml": project(pictures), "one.csv": "n\n1\n" });
  const { url } = await serve(directory);
  const height = 400 * Object.keys(pictures).length;
  const watched = await openPage(browser, url, { viewport: { width: 900, height } });
  onTestFinished(() => watched.close());
  await watched.page.goto(`${url}/d/Page`);
  return watched;
}

function card(page: Page, name: string): Locator {
  return page.getByRole("region", { name, exact: true });
}

/** What the card says of its picture. */
async function said(page: Page, name: string): Promise<string> {
  return (await card(page, name).locator(".card-note, .card-state").allInnerTexts())
    .join("\n")
    .replace(/\s+/g, " ");
}

/** Numbers that are drawn: texts of the chart. */
function texts(page: Page, name: string, mark: string): Promise<string[]> {
  return card(page, name).locator(mark).allTextContents();
}

test.skipIf(!hasBrowser)(
  "rows that a chart cannot hold are named on its card, and the others are drawn as they are",
  async () => {
    const { page, faults } = await open(PICTURES);
    const expectSaid = (name: keyof typeof PICTURES) =>
      expect.poll(() => said(page, name), { message: name });
    const count = (name: keyof typeof PICTURES, mark: string) =>
      card(page, name).locator(mark).count();

    await expectSaid("Open end").toBe("1 of 2 rows is not drawn: the date is too far away.");
    expect(await count("Open end", ".points path")).toBe(1);
    await expectSaid("Before Christ").toBe("");
    await expect.poll(() => count("Before Christ", ".points .point")).toBe(2);
    await expectSaid("Zeros").toBe("Nothing to draw 2 of 2 rows are not drawn: all values are 0.");
    await expectSaid("Nulls").toBe("Nothing to draw 2 of 2 rows are not drawn: no value.");
    await expectSaid("Parts beyond the whole").toBe(
      "Nothing to draw 2 of 2 rows are not drawn: a part is smaller than the sum of its own parts.",
    );

    await expectSaid("Stack with a hole").toBe(
      "1 place has no value and counts as 0 in the stacked areas; `stackgaps: interpolate` draws on between its neighbours.",
    );
    await expectSaid("Tree of one tile").toBe("1 part is too small to be seen.");
    await expectSaid("Parts of nobody").toBe(
      "Nothing to draw 2 of 2 rows are not drawn: the parent c has no row of its own.",
    );
    await expectSaid("Sums of long numbers").toBe(
      'Tooltips of t-Sums of long numbers round numbers to 15 digits; "View as table" has all of them.',
    );
    await expectSaid("Sizes of nothing").toBe(
      "2 of 4 rows are not drawn: its size is not above zero.",
    );
    await expectSaid("Logarithmic line").toBe(
      "1 of 6 rows is not drawn: not above zero on a logarithmic axis.",
    );
    // A gap, and no fall to the edge: two lines begin.
    const line = card(page, "Logarithmic line").locator(".js-line");
    expect(await line.count()).toBe(2);
    await expectSaid("Shares").toBe(
      "2 of 3 rows are not drawn: the bars at its place add up to zero.",
    );
    await expectSaid("Flows in circles").toBe(
      "Nothing to draw 2 of 2 rows are not drawn: all flows lead to where they begin.",
    );
    await expectSaid("A day").toBe("");
    await expect.poll(() => texts(page, "A day", ".xtick text")).toEqual(["Jun 12024"]);
    await expectSaid("Holes in a plane").toBe(
      "Nothing to draw 4 of 4 rows are not drawn: there are too few places to draw between (2), no value (2).",
    );
    await expectSaid("Slices").toBe("1 of 3 rows is not drawn: a negative part of a whole.");
    expect(await texts(page, "Slices", "g.slicetext")).toEqual(["66.7%", "33.3%"]);

    await expect.poll(() => count("One point", ".points path")).toBe(1);
    const radii = () =>
      card(page, "Points between gaps")
        .locator(".points path")
        .evaluateAll(
          (paths) => paths.filter((path) => path.getBoundingClientRect().width > 2).length,
        );
    await expect.poll(radii).toBe(1);
    await expectSaid("Points between gaps").toBe("2 of 8 rows are not drawn: no value.");
    await expectSaid("Logarithm").toBe(
      "2 of 5 rows are not drawn: not above zero on a logarithmic axis.",
    );

    await expectSaid("Flows").toBe("1 of 3 rows is not drawn: a negative part of a whole.");
    expect((await texts(page, "Flows", ".node-label")).toSorted()).toEqual(["a", "b", "c"]);
    await expectSaid("Infinite").toMatch(/^2 of 3 rows are not drawn: .*not a finite number/);

    expect(await card(page, "Number").innerText()).toMatch(/^Number\n+–$/);
    await expectSaid("First of three").toBe(
      "2 of 3 rows are not drawn: a number shows the first row only.",
    );
    const known = /smaller than the sum of its children|Failed to build treemap/;
    expect(faults.filter((fault) => !known.test(fault))).toEqual([]);
  },
  120_000,
);
