/**
 * A table of many rows in Chromium: from navigation until its rows are on the screen, from a key in
 * its search until the rows are those found, the same for a sorted column, and the longest task that
 * held up the page meanwhile. A table of ten rows on the same server is measured beside it.
 *
 *   npm run bench table [rows]
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { medians, withServedProject } from "./support/serve.js";

const ROWS = Number(process.argv[2] ?? 100_000);
const ROUNDS = 3;
/** Milliseconds. */
const LIMITS = { shown: 400, found: 100, task: 100 };

let missed = false;
await withServedProject({ name: "table", write: writeProject }, async ({ browser, url }) => {
  const all = `${ROWS.toLocaleString("en-US")} rows`;
  const small = await medians(ROUNDS, () =>
    measure(browser, `${url}/d/small/`, "10 rows", "name 3"),
  );
  const large = await medians(ROUNDS, () => measure(browser, `${url}/d/large/`, all, "name 4711"));
  tell("10 rows", small);
  tell(all, large);
  missed = Object.entries(LIMITS).some(([key, most]) => large[key] > most);
});
if (missed) {
  const { shown, found, task } = LIMITS;
  console.error(`The goal is ${shown} ms, ${found} ms for a search, and no task above ${task} ms.`);
  process.exitCode = 1;
}

function tell(name, { shown, found, early, sorted, task, drawn }) {
  console.log(
    `${name.padEnd(14)} on screen ${shown} ms, search ${found} ms (at once after loading ${early} ms), ` +
      `sort ${sorted} ms, longest task ${task} ms, ${drawn} rows in the page`,
  );
}

/** Times are taken in the page. */
async function measure(browser, url, all, wanted) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    const page = await context.newPage();
    await page.addInitScript(() => {
      globalThis.longest = 0;
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
      }).observe({ type: "longtask" });
      /** Until the foot says so and the next picture is drawn. */
      globalThis.untilSaid = (start) =>
        new Promise((resolve) => {
          const look = () =>
            test()
              ? requestAnimationFrame(() => resolve(performance.now() - start))
              : setTimeout(look, 2);
          const said = globalThis.said;
          const test = () => {
            const foot = document.querySelector(".table-foot")?.textContent ?? "";
            const busy = document.querySelector(".data-table")?.getAttribute("aria-busy");
            return busy === "false" && foot.includes(said);
          };
          look();
        });
      globalThis.type = (text) => {
        const input = document.querySelector(".table-search input");
        input.value = text;
        input.dispatchEvent(new Event("input", { bubbles: true }));
      };
    });
    await page.goto(url, { waitUntil: "commit" });
    const shown = await until(page, all, undefined);
    const early = await until(page, "filtered", () => type("name 99"));
    await until(page, all, () => type(""));
    await sleep(5000);
    const found = await until(page, "filtered", wanted);
    await until(page, all, () => type(""));
    const sorted = await until(page, all, () =>
      document.querySelectorAll(".data-table th button")[1].click(),
    );
    const task = await page.evaluate(() => longest);
    const drawn = await page.locator(".data-table tbody tr").count();
    return { shown, found, early, sorted, task, drawn };
  } finally {
    await context.close();
  }
}

/** From the action, or from navigation, until the foot of the table says it. */
async function until(page, said, action) {
  if (typeof action === "string") {
    return page.evaluate(
      ([said, text]) => {
        globalThis.said = said;
        const start = performance.now();
        type(text);
        return untilSaid(start);
      },
      [said, action],
    );
  }
  return page.evaluate(`(() => {
    globalThis.said = ${JSON.stringify(said)};
    const start = ${action ? "performance.now()" : "0"};
    ${action ? `(${action})();` : ""}
    return untilSaid(start);
  })()`);
}

function writeProject(folder) {
  const line = (row) =>
    [
      `name ${(row * 7919) % ROWS}`,
      ["north", "south", "east", "west"][row % 4],
      new Date(Date.UTC(2020, 0, 1) + row * 864e4).toISOString().slice(0, 10),
      (row * 7919) % 100_003,
      ((row * 104_729) % 1_000_003) / 100,
      Math.sin(row),
    ].join(",");
  const file = (name, rows) => {
    const lines = Array.from({ length: rows }, (_, row) => line(row));
    writeFileSync(
      join(folder, `${name}.csv`),
      `name,region,day,units,amount,score\n${lines.join("\n")}\n`,
    );
  };
  file("large", ROWS);
  file("small", 10);
  const sizes = ["large", "small"];
  writeFileSync(
    join(folder, "headwater.yml"),
    `name: table
sources:
${sizes.map((name) => `  - {name: ${name}, type: csv, file: ${name}.csv}`).join("\n")}
models:
${sizes.map((name) => `  - {name: ${name} rows, source: ref(${name})}`).join("\n")}
tables:
${sizes.map((name) => `  - {name: ${name} table, model: ref(${name} rows)}`).join("\n")}
dashboards:
${sizes.map((name) => `  - {name: ${name}, rows: [{height: 600, items: [{table: ref(${name} table)}]}]}`).join("\n")}
`,
  );
}
