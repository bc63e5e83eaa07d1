import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Source } from "../../src/sources/contract.js";
import { postgresql, type PostgresqlConfig } from "../../src/sources/postgresql/config.js";
import { postgresUnavailable, startPostgres, type PostgresServer } from "../servers/postgres.js";
import { collect, refusal } from "./collect.js";
import { POSTGRESQL_VALUES } from "./postgresql-values.js";

const missing = postgresUnavailable();

describe.skipIf(missing)("postgresql", () => {
  let server: PostgresServer;
  let source: Source;
  beforeAll(async () => {
    server = await startPostgres();
    source = await open();
  });
  afterAll(async () => {
    await source?.close();
    await server?.stop();
  });

  async function open(fields: Partial<Record<keyof PostgresqlConfig, unknown>> = {}) {
    const type = await postgresql.load();
    const { host, port, user: username, password, database } = server;
    const config = postgresql.config.parse({ host, port, username, password, database, ...fields });
    return type.open(config, { name: "shop", queryTag: "headwater/tests", secrets: [password] });
  }

  test("values keep their type and every digit", async () => {
    const list = POSTGRESQL_VALUES.map(({ sql }, index) => `${sql} as c${index}`).join(", ");
    const { columns, values } = await collect(source, `select ${list}`);
    const seen = POSTGRESQL_VALUES.map(({ sql }, index) => ({
      sql,
      type: columns[index]?.type,
      value: values[index]?.[0],
    }));
    expect(seen).toEqual(POSTGRESQL_VALUES.map(({ sql, type, value }) => ({ sql, type, value })));
  });

  test("unknown column", async () => {
    const d = await refusal(collect(source, "select 1,\n\t'é😀', foo from pg_class"));
    expect(d).toEqual({});
  });
});
