import { afterAll, expect, test } from "vitest";
import { postgresUnavailable, startPostgres, type PostgresServer } from "./postgres.js";

let server: PostgresServer | undefined;
afterAll(() => server?.stop());

test.skipIf(postgresUnavailable())(
  "a private PostgreSQL starts, answers and crashes on demand",
  async () => {
    server = await startPostgres({ settings: { max_connections: "7" } });
    await server.createDatabase("other");
    expect(
      await server.query("select current_database() as name, null as nothing", "other"),
    ).toEqual([{ name: "other", nothing: null }]);
    expect(await server.query("show max_connections")).toEqual([{ max_connections: "7" }]);
    expect(server.statements({ all: true })).toEqual([]);
    await server.crash();
    await expect(server.query("select 1")).rejects.toThrow("ECONNREFUSED");
    await server.start();
    expect(await server.query("select 1 as one")).toEqual([{ one: "1" }]);
  },
);
