import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fakesnowUnavailable, startFakesnow, type FakesnowServer } from "./fakesnow.js";

describe.skipIf(fakesnowUnavailable())("a private fakesnow", () => {
  let server: FakesnowServer;
  beforeAll(async () => {
    server = await startFakesnow();
  });
  afterAll(() => server?.stop());

  test("statements are answered as the service's JSON, and keep what they wrote", async () => {
    await server.query("create table notes(id integer, price number(10, 2))");
    await server.query("insert into notes values (1, 2.5), (2, null)");
    expect(await server.query("select * from notes order by id")).toEqual([
      ["1", "2.50"],
      ["2", null],
    ]);
  });
});
