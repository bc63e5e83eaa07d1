import { expect, test } from "vitest";
import { DuckDbDatabase } from "./database.js";
import { SharedDatabase } from "./shared-database.js";

test("it is closed when nothing is being opened any more, also what nobody waits for", async () => {
  const seen: string[] = [];
  let finish = () => {};
  const shared = new SharedDatabase(
    async () => {
      await new Promise<void>((resolve) => (finish = resolve));
      const database = await DuckDbDatabase.open({});
      seen.push("opened");
      return database;
    },
    () => Promise.resolve("1"),
  );
  const abort = new AbortController();
  const connecting = shared.connect(abort.signal);
  // The opening begins once the version is known.
  await Promise.resolve();
  abort.abort();
  await expect(connecting).rejects.toThrow("INTERRUPT");
  const closing = shared.close().then(() => seen.push("closed"));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(seen).toEqual([]);
  finish();
  await closing;
  expect(seen).toEqual(["opened", "closed"]);
});

test("one that cannot be opened is closed too", async () => {
  const shared = new SharedDatabase(
    () => Promise.reject(new Error("no file")),
    () => Promise.resolve("1"),
  );
  await expect(shared.connect()).rejects.toThrow("no file");
  await shared.close();
});
