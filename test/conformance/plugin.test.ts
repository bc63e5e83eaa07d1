/** A plugin over the exported conformance checks, as its author would run them. */
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { CONFORMANCE_CHECKS, openPlugin } from "../../src/sources/conformance.js";
import { SourceError } from "../../src/rows/stream.js";
import type { SourceKit } from "../../src/sources/author.js";
import { collect } from "./collect.js";
import { behavesLikeConnector, type ConnectorUnderTest } from "./connector.js";

const LOG = new URL("../../examples/plugin/plugins/log/index.js", import.meta.url);

async function logUnderTest(): Promise<ConnectorUnderTest> {
  const { sourceType } = (await import(LOG.href)) as { readonly sourceType: unknown };
  const folder = await mkdtemp(join(tmpdir(), "headwater-plugin-"));
  const file = join(folder, "test.log");
  await writeFile(file, "1 one\n2 two\n");
  const config = { file, pattern: String.raw`^(?<id>\d+) (?<label>.*)$`, types: { id: "int32" } };
  return {
    open: () => openPlugin(sourceType, config, { temporaryDirectory: folder }),
    sql: {
      numbers: (rows) => `select cast(range + 1 as integer) as n from range(${rows})`,
      empty: "select id, label from data where id > 2",
      emptyAndNull: "select '' as a, cast(null as varchar) as b",
      sameNameTwice: "select 1 as a, 2 as a",
      unknownColumn: "select nowhere from data",
      syntaxError: "select from where",
      refused: ["drop view data", "create table t(a int)", "select * from read_csv('/etc/passwd')"],
    },
    table: { schema: "main", name: "test", columns: ["id", "label"] },
    fingerprint: async () => String((await stat(file)).mtimeMs),
    close: () => rm(folder, { recursive: true }),
  };
}

behavesLikeConnector("the example's log", logUnderTest);

test("a check fails where a connector does something else", async () => {
  const faulty = (kit: SourceKit) => ({
    open: () => ({
      async *check() {},
      describe: () => Promise.resolve([]),
      stream: () => Promise.resolve({ columns: [{ name: "n", type: "int64" }], batches: [[[2]]] }),
      catalog: () => Promise.resolve([]),
      close: () => Promise.reject(kit.failure("It stays open.")),
    }),
  });
  const source = await openPlugin(faulty, {});
  const subject = await logUnderTest();
  const passed: string[] = [];
  for (const check of CONFORMANCE_CHECKS) {
    const other = { ...subject, open: () => openPlugin(faulty, {}) };
    await check.run(other, source).then(
      () => passed.push(check.name),
      () => undefined,
    );
  }
  await subject.close();
  // No SQL is asked of it.
  expect(passed).toEqual(["nothing starts when it was aborted before"]);
  await expect(source.close()).rejects.toThrow(SourceError);
  expect((await collect(source, "")).values).toEqual([[2]]);
});
