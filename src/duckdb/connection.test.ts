import { expect, test } from "vitest";
import { DuckDbDatabase } from "./database.js";

test("after an interrupt no statement starts, though none ran when it came", async () => {
  const database = await DuckDbDatabase.open({});
  const connection = await database.connect();
  connection.interrupt();
  await expect(connection.stream("select 1")).rejects.toThrow("INTERRUPT");
  await expect(connection.rows("select 1")).rejects.toThrow("INTERRUPT");
  connection.close();
  database.close();
});
