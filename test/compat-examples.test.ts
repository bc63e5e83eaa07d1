/**
 * The projects `examples/compat-*`, written for Visivo 1.0. Their rows are worked out a second time
 * by SQL that was written by hand and knows nothing of ours, on SQLite over the same files, and
 * must be those that `show` prints; `expected/` holds them for readers. The rows are also those of
 * Visivo 1.0.58.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { DatabaseSync } from "@photostructure/sqlite";
import { describe, expect, test } from "vitest";
import { readRows } from "../src/cli/read-rows.js";
import { jsonSheetText } from "../src/cli/text/sheet-text.js";
import { openState } from "../src/engine/state/state.js";
import { loadProject } from "../src/project/load-project.js";
import { SOURCE_TYPES } from "../src/sources/registry.js";
import { COMPAT_EXAMPLES, type CompatExample } from "./compat-examples/expected-sql.js";
import { runCommand } from "./support/command.js";
import { temporaryFolder } from "./support/project.js";
import { withRun } from "./support/run-project.js";

const EXAMPLES = join(dirname(fileURLToPath(import.meta.url)), "../examples");

type Row = Readonly<Record<string, string | number | null>>;

test("every example of version 1.0 is among the tested ones", () => {
  const folders = readdirSync(EXAMPLES).filter((name) => name.startsWith("compat-"));
  expect(Object.keys(COMPAT_EXAMPLES)).toEqual(folders);
});

describe.each(Object.entries(COMPAT_EXAMPLES))("%s", (name, example) => {
  test("shows the rows that were worked out by hand, and tells what it removed", async () => {
    const project = join(await temporaryFolder(), name);
    cpSync(join(EXAMPLES, name), project, { recursive: true });
    const run = await runCommand(["run", "--trust", "--json", "--project-dir", project]);
    expect([run.code, noticesOf(run.stdout)]).toEqual([0, example.notices]);
    const shown = await openShown(project);
    for (const [trace, { ordered = false }] of Object.entries(example.traces)) {
      const rows = await shown(trace);
      const wanted = expectedRows(name, example, trace);
      expect({ [trace]: comparable(rows, ordered) }).toEqual({
        [trace]: comparable(wanted, ordered),
      });
    }
  });
});

/** What `show --format json` prints of a trace, without a process for each. */
async function openShown(directory: string): Promise<(trace: string) => Promise<Row[]>> {
  const project = await loadProject({ directory, processEnv: {}, sourceTypes: SOURCE_TYPES });
  const state = openState(project);
  const manifest = await state.current();
  return async (trace) => {
    const object = project.traces.find(({ name }) => name === trace);
    const artifact = object && manifest?.objects[object.id]?.artifact;
    if (!artifact) throw new Error(`${trace} has no result`);
    const { signal } = new AbortController();
    return withRun(project, {}, (run) =>
      readRows(object, artifact, artifact.rows, run, signal, (sheets) =>
        Promise.resolve(JSON.parse([...jsonSheetText(sheets)].join(""))),
      ),
    );
  };
}

/**
 * The rows by hand-written SQL, which are also those of the file; a missing file is written, except
 * in CI.
 */
function expectedRows(name: string, example: CompatExample, trace: string): Row[] {
  const database = new DatabaseSync(":memory:");
  try {
    for (const [schema, file] of Object.entries(example.databases)) {
      database.exec(`attach '${join(EXAMPLES, name, file)}' as ${schema}`);
    }
    for (const [table, csv] of Object.entries(example.csv ?? {})) {
      importCsv(
        database,
        table,
        csv.endsWith(".csv") ? readFileSync(join(EXAMPLES, name, csv), "utf8") : csv,
      );
    }
    // The rows of a query are mappings of what SQLite knows.
    const rows = database.prepare(example.traces[trace]?.sql ?? "").all() as unknown as Row[];
    const text = `[\n${rows.map((row) => `  ${JSON.stringify(row)}`).join(",\n")}\n]\n`;
    const file = join(EXAMPLES, name, "expected", `${trace}.json`);
    if (!existsSync(file) && process.env["CI"] === undefined) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    expect(readFileSync(file, "utf8")).toBe(text);
    return rows;
  } finally {
    database.close();
  }
}

/** Plain CSV without quotes: numbers as numbers, nothing as NULL. */
function importCsv(database: InstanceType<typeof DatabaseSync>, table: string, text: string): void {
  const [head = "", ...lines] = text.trim().split("\n");
  const names = head.split(",");
  database.exec(`create table ${table}(${names.join(", ")})`);
  const insert = database.prepare(
    `insert into ${table} values (${names.map(() => "?").join(", ")})`,
  );
  for (const line of lines) {
    insert.run(
      ...line
        .split(",")
        .map((value) =>
          value === "" ? null : /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value,
        ),
    );
  }
}

/**
 * Rounded to what a sum of floats is exact to; sorted when the trace gives no order. Columns in any
 * order.
 */
function comparable(rows: readonly Row[], ordered: boolean): string[] {
  const texts = rows.map((row) =>
    JSON.stringify(
      Object.entries(row)
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, value]) => [
          key,
          typeof value === "number" ? Number(value.toPrecision(12)) : value,
        ]),
    ),
  );
  return ordered ? texts : texts.toSorted();
}

/** `trace: message` of what compat mode tells of the rows, up to "as in Visivo 1.0". */
function noticesOf(events: string): string[] {
  const ends: readonly JobEnd[] = events
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  return ends
    .flatMap(({ job, diagnostics = [] }) =>
      diagnostics.flatMap(({ message }) => {
        const end = message.indexOf(", as in Visivo 1.0");
        return end < 0 ? [] : `${job?.name}: ${message.slice(0, end)}`;
      }),
    )
    .toSorted();
}

/** Of the events of `run --json`, the parts that are looked at. */
interface JobEnd {
  readonly job?: { readonly name: string };
  readonly diagnostics?: readonly { readonly message: string }[];
}
