/** What MariaDB has not: MySQL 8's own way to log in, and its protocol by another program. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mysql } from "../../src/sources/mysql/config.js";
import { mysqlSource } from "../../src/sources/mysql/index.js";
import { startGoMysql, type GoMysqlServer } from "../servers/go-mysql-server.js";
import { installedServer } from "../servers/installed.js";
import { opensslMissing, selfSigned } from "../support/certificates.js";
import { collect, refusal } from "./collect.js";

const program = installedServer("go-mysql-server");

const TABLE = `create table types (
  i bigint, u bigint unsigned, d decimal(38,10), f float, g double, s varchar(50), b varbinary(10), day date,
  at datetime(6), stamp timestamp(6), j json, y year, e enum('a','b'), n int)`;
const ROW = `insert into types values (-9223372036854775808, 18446744073709551615,
  1234567890123456789012345678.0123456789, 1.5, 0.1, 'héllo 😀', x'00ff', '1969-12-31', '2024-02-29 12:34:56.789012',
  '2024-02-29 12:34:56.789012', '{"a": 1}', 2024, 'b', null)`;

describe.skipIf(program === undefined || opensslMissing)("mysql 8 (go-mysql-server)", () => {
  const folder = mkdtempSync(join(tmpdir(), "headwater-mysql8-"));
  const authority = join(folder, "authority.pem");
  let server: GoMysqlServer;
  beforeAll(async () => {
    const made = selfSigned();
    writeFileSync(authority, made.certificate);
    server = await startGoMysql(program ?? "", made);
    await server.run(
      "create user reader@'%' identified with caching_sha2_password by 'r3ader-pass'",
      "grant select on shop.* to reader@'%'",
      "create user old@'%' identified with mysql_native_password by 'r3ader-pass'",
      "grant select on shop.* to old@'%'",
      TABLE,
      ROW,
    );
  });
  afterAll(async () => {
    await server?.stop();
    rmSync(folder, { recursive: true });
  });

  async function open(fields: Record<string, unknown>) {
    const { port } = server;
    const config = mysql.config.parse({
      host: "localhost",
      port,
      database: "shop",
      username: "reader",
      password: "r3ader-pass",
      ...fields,
    });
    return mysqlSource.open(config, { name: "shop", queryTag: "headwater/tests", secrets: [] });
  }
  const encrypted = () => ({ sslmode: "verify-full", sslrootcert: authority });

  test("caching_sha2_password logs in over TLS, mysql_native_password without too", async () => {
    for (const fields of [encrypted(), { username: "old" }, { username: "old", ...encrypted() }]) {
      const source = await open(fields);
      expect((await collect(source, "select 1 as one")).values).toEqual([[1]]);
      await source.close();
    }
  });

  test("a wrong password is told as such, and is tried once", async () => {
    const source = await open({ ...encrypted(), password: "another" });
    expect(await refusal(collect(source, "select 1"))).toMatchObject({
      code: "source-login-failed",
      message: expect.stringContaining("Access denied"),
    });
    await source.close();
  });

  test("values are exact", async () => {
    const source = await open(encrypted());
    const { columns, values } = await collect(source, "select * from types");
    await source.close();
    expect(columns.map(({ name, type }, index) => [name, type, values[index]?.[0]])).toEqual([
      ["i", "int64", "-9223372036854775808"],
      ["u", "uint64", "18446744073709551615"],
      ["d", "decimal(38,10)", "1234567890123456789012345678.0123456789"],
      ["f", "float32", 1.5],
      ["g", "float64", 0.1],
      ["s", "text", "héllo 😀"],
      ["b", "bytes", "AP8="],
      ["day", "date", "1969-12-31"],
      ["at", "timestamp", "2024-02-29T12:34:56.789012"],
      ["stamp", "instant", "2024-02-29T12:34:56.789012Z"],
      ["j", "json", '{"a": 1}'],
      ["y", "int16", 2024],
      ["e", "text", "b"],
      ["n", "int32", null],
    ]);
  });

  test("an empty result keeps its columns, and writes are refused", async () => {
    const source = await open(encrypted());
    const empty = await collect(source, "select i, s from types where 1 = 0");
    expect([empty.columns.map(({ type }) => type), empty.rows]).toEqual([["int64", "text"], 0]);
    for (const sql of ["delete from types", "drop table types", "create table t (a int)"]) {
      expect((await refusal(collect(source, sql))).code).toMatch(/^(?:statement-|query-)/);
    }
    expect((await collect(source, "select count(*) from types")).values).toEqual([[1]]);
    await source.close();
  });

  test("the doctor passes, and says what the server does not tell", async () => {
    const source = await open(encrypted());
    const stages = [];
    for await (const stage of source.check()) stages.push(stage);
    await source.close();
    expect(stages.map(({ stage, ok }) => [stage, ok])).toEqual(
      ["settings", "resolve", "connect", "tls", "login", "privileges", "query"].map((stage) => [
        stage,
        true,
      ]),
    );
    expect(stages.at(-2)?.detail).toMatch(/does not tell/);
    expect(stages.at(-1)?.detail).toMatch(/^MySQL 8\..*; 1 table$/);
  });
});
