import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { expect, onTestFinished, test } from "vitest";
import { DuckDbDatabase } from "./database.js";

test("whether the lock holds is asked of DuckDB itself, whatever a file has by the same names", async () => {
  const folder = mkdtempSync(join(tmpdir(), "headwater-lock-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "odd.duckdb");
  const instance = await DuckDBInstance.create(file);
  const writer = await instance.connect();
  await writer.run("create macro current_setting(name) as 'odd'");
  await writer.run("create macro duckdb_settings() as table select 'odd' as name, 'odd' as value");
  writer.closeSync();
  instance.closeSync();

  const database = await DuckDbDatabase.open({ file });
  onTestFinished(() => database.close());
  const connection = await database.connect();
  expect(await connection.text("select current_setting('threads')")).toBe("odd");
  await expect(connection.run("set lock_configuration = false")).rejects.toThrow("locked");
  connection.close();
});
