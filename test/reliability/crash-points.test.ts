/**
 * A run is killed at random moments: whatever was being written, the project opens, what is
 * published is whole, and the next run works. `HOSTILE=all` kills 60 (`npm run test:hostile`).
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import { expect, test } from "vitest";
import { startCli } from "../support/cli.js";
import { descendantsOf, running } from "../support/processes.js";
import { temporaryFolder, writeProject } from "../support/project.js";
import { faultsOf, leftIn } from "../support/state-check.js";

const KILLS = process.env["HOSTILE"] === "all" ? 60 : 20;

const files = {
  "headwater.yml": `
name: killed
sources:
  - { name: lite, type: sqlite, database: lite.sqlite }
  - { name: file, type: csv, file: file.csv }
models:
  - { name: orders, source: ref(lite), sql: select * from orders }
  - { name: regions, source: ref(file) }
  - { name: people, args: [node, people.js] }
  - { name: joined, models: [ref(orders), ref(regions), ref(people)], sql: "select title, person, sum(amount) as amount from orders join regions using (region) join people using (region) group by all" }
traces:
  - { name: by region, model: ref(orders), props: { type: bar, x: "?{ region }", y: "?{ sum(amount) }" } }
  - { name: titles, model: ref(regions), props: { type: bar, x: "?{ title }" } }
  - { name: all, model: ref(joined), props: { type: bar, x: "?{ title }", y: "?{ amount }" } }
tables:
  - { name: rows, model: ref(orders) }
dashboards:
  - name: main
    rows:
      - items: [{ chart: { name: c, traces: [ref(by region), ref(titles), ref(all)] } }, { table: ref(rows) }]
`,
  "file.csv": "region,title\n0,north\n1,south\n2,east\n",
  "people.js": `console.log("region,person\\n0,Ann\\n1,Bo\\n2,Cy")`,
};

test.skipIf(process.platform !== "linux")(
  `after ${KILLS} kills nothing is torn and nothing is left`,
  { timeout: 60_000 + KILLS * 10_000 },
  async () => {
    const cwd = await writeProject(files);
    const database = new DatabaseSync(join(cwd, "lite.sqlite"));
    database.exec(
      "create table orders as with recursive n(i) as (select 1 union all select i + 1 from n where i < 20000) select i as id, i % 3 as region, i as amount from n",
    );
    database.close();
    const env = { XDG_STATE_HOME: await temporaryFolder() };
    const target = join(cwd, "target/default");

    /**
     * Runs the project, up to a kill if one is asked for; how long it took, and the processes that
     * it had.
     */
    async function run(killAfter?: number) {
      const start = performance.now();
      const child = startCli(["run", "--trust"], { cwd, env });
      child.stdin.end();
      child.stdout.resume();
      let stderr = "";
      child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
      const ended = new Promise<number | null>((resolve) => void child.once("close", resolve));
      let processes: number[] = [];
      if (killAfter !== undefined) {
        await new Promise((resolve) => setTimeout(resolve, killAfter));
        processes = descendantsOf(child.pid ?? 0);
        child.kill("SIGKILL");
      }
      const code = await ended;
      return { code, stderr, processes, milliseconds: performance.now() - start };
    }

    const first = await run();
    expect(first.stderr).toContain("built");
    expect(first.code).toBe(0);
    let killed = 0;
    for (let i = 0; i < KILLS; i++) {
      // What comes before the engine is loaded writes nothing.
      const moment = first.milliseconds * (0.2 + 0.8 * Math.random());
      const { code, processes } = await run(moment);
      if (code === null) killed += 1;
      expect(faultsOf(target), `killed after ${moment} ms`).toEqual([]);
      await expect.poll(() => running(processes), { timeout: 20_000 }).toEqual([]);
    }
    expect(killed).toBeGreaterThan(0);
    const last = await run();
    expect(last.stderr).not.toMatch(/error|busy/);
    expect(last.code).toBe(0);
    expect(faultsOf(target)).toEqual([]);
    expect(leftIn(target)).toEqual([]);
    // The runs that are kept are whole; objects are those of the last two.
    for (const id of readdirSync(join(target, "runs"))) {
      expect(readdirSync(join(target, "runs", id))).toEqual(["manifest.json"]);
    }
  },
);
