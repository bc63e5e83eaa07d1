import { afterAll, expect, test } from "vitest";
import { mariadbUnavailable, startMariadb, type MariadbServer } from "./mariadb.js";

let server: MariadbServer | undefined;
afterAll(() => server?.stop());

test.skipIf(mariadbUnavailable())(
  "a private MariaDB starts, answers and crashes on demand",
  async () => {
    server = await startMariadb({ settings: { "max-connections": "17" } });
    expect(await server.query("select database() as name, null as nothing")).toEqual([
      { name: "mysql", nothing: null },
    ]);
    expect(await server.query("select 1; select @@max_connections as n")).toEqual([{ n: "17" }]);
    expect(server.statements()).toEqual([]);
    await server.crash();
    await expect(server.query("select 1")).rejects.toThrow(/ECONNREFUSED|ENOENT/);
    await server.start();
    expect(await server.query("select 1 as one")).toEqual([{ one: "1" }]);
  },
);
