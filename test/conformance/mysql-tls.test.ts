import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mysql } from "../../src/sources/mysql/config.js";
import { mysqlSource } from "../../src/sources/mysql/index.js";
import { mariadbUnavailable, startMariadb, type MariadbServer } from "../servers/mariadb.js";
import { collect, refusal } from "./collect.js";

const OPENSSL = "openssl";

const missing =
  mariadbUnavailable() ??
  (spawnSync(OPENSSL, ["version"]).status === 0 ? undefined : "openssl is not installed");

describe.skipIf(missing)("mysql over TLS", () => {
  const folder = mkdtempSync(join(tmpdir(), "headwater-tls-"));
  const authority = join(folder, "server.crt");
  let server: MariadbServer;
  let plain: MariadbServer;
  beforeAll(async () => {
    const key = join(folder, "server.key");
    const request = [
      "req",
      "-x509",
      "-newkey",
      "rsa:2048",
      "-nodes",
      "-days",
      "2",
      "-subj",
      "/CN=db.test",
    ];
    execFileSync(
      OPENSSL,
      [...request, "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", authority],
      { stdio: "ignore" },
    );
    const certificate = readFileSync(authority, "utf8");
    [server, plain] = await Promise.all([
      startMariadb({ certificate: { certificate, key: readFileSync(key, "utf8") } }),
      startMariadb(),
    ]);
  });
  afterAll(async () => {
    await Promise.all([server?.stop(), plain?.stop()]);
    rmSync(folder, { recursive: true });
  });

  async function open({ own = true, ...fields }: Record<string, unknown>, at = server) {
    const { port, user: username, password, database } = at;
    const config = mysql.config.parse({
      port,
      username,
      password,
      database,
      ...(own === true && { sslrootcert: authority }),
      ...fields,
    });
    const context = { name: "shop", queryTag: "headwater/tests", secrets: [password] };
    return mysqlSource.open(config, context);
  }

  const ENCRYPTED =
    "select variable_value <> '' as on_tls from information_schema.session_status where variable_name = 'Ssl_cipher'";

  test.each([
    [{ host: "localhost", sslmode: "verify-full" }, 1],
    [{ host: "127.0.0.1", sslmode: "verify-ca" }, 1],
    [{ host: "127.0.0.1", sslmode: "require", own: false }, 1],
    [{ host: "127.0.0.1", sslmode: "prefer", own: false }, 1],
    [{ host: "127.0.0.1", sslmode: "allow" }, 0],
    [{ host: "127.0.0.1" }, 0],
  ])("%j connects, encrypted: %j", async (fields, encrypted) => {
    const source = await open(fields);
    const { values } = await collect(source, ENCRYPTED);
    await source.close();
    expect(values).toEqual([[encrypted]]);
  });

  test.each([
    [{ host: "localhost", sslmode: "verify-full", own: false }, "self-signed"],
    [{ host: "localhost", sslmode: "verify-ca", own: false }, "self-signed"],
    [{ host: "127.0.0.1", sslmode: "verify-full" }, "certificate is for"],
  ])("%j is refused before the password is sent", async (fields, reason) => {
    const source = await open(fields);
    const said = await refusal(collect(source, "select 1"));
    await source.close();
    expect(said.code).toBe("source-tls-failed");
    expect(said.message).toContain(reason);
  });

  test("a server without TLS is refused where it must have it, and taken where it may", async () => {
    const strict = await open({ host: "localhost", sslmode: "require" }, plain);
    expect((await refusal(collect(strict, "select 1"))).code).toBe("source-tls-missing");
    await strict.close();
    const lax = await open({ host: "localhost", sslmode: "prefer" }, plain);
    expect((await collect(lax, "select 1")).rows).toBe(1);
    await lax.close();
  });

  test("many rows, and a cancel, go over TLS too", async () => {
    const source = await open({ host: "localhost", sslmode: "verify-full" });
    expect((await collect(source, "select seq, repeat('x', 100) from seq_1_to_100000")).rows).toBe(
      100_000,
    );
    const abort = new AbortController();
    const reading = refusal(source.stream("select sleep(600)", { signal: abort.signal }));
    await expect.poll(running).toBe(1);
    abort.abort();
    expect((await reading).code).toBe("read-cancelled");
    await expect.poll(running).toBe(0);
    await source.close();
  });

  test("the doctor tells the protocol, and why there is no connection", async () => {
    const source = await open({ host: "localhost", sslmode: "verify-full" });
    const stages = [];
    for await (const stage of source.check()) stages.push(stage);
    await source.close();
    expect(stages.find(({ stage }) => stage === "tls")).toEqual({
      stage: "tls",
      ok: true,
      detail: expect.stringMatching(/^TLSv1\.[23] \(sslmode verify-full\)$/),
    });
    const wrong = await open({ host: "localhost", sslmode: "verify-full", own: false });
    const found = [];
    for await (const stage of wrong.check()) found.push(stage);
    await wrong.close();
    expect(found.at(-1)).toMatchObject({ stage: "tls", ok: false });
  });

  async function running(): Promise<number> {
    const rows = await server.query("show processlist");
    return rows.filter(({ Info }) => Info?.includes("sleep(600)")).length;
  }
});
