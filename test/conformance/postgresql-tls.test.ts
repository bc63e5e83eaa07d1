import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { postgresql } from "../../src/sources/postgresql/config.js";
import { postgresqlSource } from "../../src/sources/postgresql/index.js";
import { postgresUnavailable, startPostgres, type PostgresServer } from "../servers/postgres.js";
import { collect, refusal } from "./collect.js";

const OPENSSL = "openssl";

const missing =
  postgresUnavailable() ??
  (spawnSync(OPENSSL, ["version"]).status === 0 ? undefined : "openssl is not installed");

describe.skipIf(missing)("postgresql over TLS", () => {
  const folder = mkdtempSync(join(tmpdir(), "headwater-tls-"));
  const authority = join(folder, "server.crt");
  let server: PostgresServer;
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
    server = await startPostgres({ certificate: { certificate, key: readFileSync(key, "utf8") } });
  });
  afterAll(async () => {
    await server?.stop();
    rmSync(folder, { recursive: true });
  });

  async function open(fields: Record<string, unknown>) {
    const { port, user: username, password, database } = server;
    const config = postgresql.config.parse({ port, username, password, database, ...fields });
    const context = { name: "shop", queryTag: "headwater/tests", secrets: [password] };
    return postgresqlSource.open(config, context);
  }

  const ENCRYPTED = "select ssl from pg_stat_ssl where pid = pg_backend_pid()";

  test.each([
    [{ host: "localhost", sslmode: "verify-full" }, true],
    [{ host: "127.0.0.1", sslmode: "verify-ca" }, true],
    [{ host: "127.0.0.1", sslmode: "require", own: true }, true],
    [{ host: "127.0.0.1", sslmode: "prefer", own: true }, true],
    [{ host: "127.0.0.1", sslmode: "allow" }, false],
    [{ host: "127.0.0.1" }, false],
  ])(
    "%j connects, encrypted: %j",
    async ({ own, ...fields }: Record<string, unknown>, encrypted) => {
      const source = await open({ ...fields, ...(own !== true && { sslrootcert: authority }) });
      const { values } = await collect(source, ENCRYPTED);
      await source.close();
      expect(values).toEqual([[encrypted]]);
    },
  );

  test.each([
    [{ host: "localhost", sslmode: "verify-full" }, "self-signed"],
    [{ host: "localhost", sslmode: "verify-ca" }, "self-signed"],
    [{ host: "127.0.0.1", sslmode: "verify-full", own: true }, "certificate is for"],
  ])("%j is refused", async ({ own, ...fields }: Record<string, unknown>, reason) => {
    const source = await open({ ...fields, ...(own === true && { sslrootcert: authority }) });
    const said = await refusal(collect(source, "select 1"));
    await source.close();
    expect(said.code).toBe("source-tls-failed");
    expect(said.message).toContain(reason);
  });

  test("a cancel request goes out over TLS too", async () => {
    const source = await open({
      host: "localhost",
      sslmode: "verify-full",
      sslrootcert: authority,
    });
    const abort = new AbortController();
    const stream = await source.stream("select pg_sleep(600)", { signal: abort.signal });
    const reading = refusal(stream.batches[Symbol.asyncIterator]().next());
    const running = () =>
      server.query(
        "select 1 from pg_stat_activity where query like '%pg_sleep(600)' and state = 'active'",
      );
    // The server passes over a request for a statement that it has not begun.
    await expect.poll(running).not.toEqual([]);
    abort.abort();
    expect((await reading).code).toBe("read-cancelled");
    await expect.poll(running).toEqual([]);
    expect(server.log()).toContain("canceling statement due to user request");
    await source.close();
  });
});
