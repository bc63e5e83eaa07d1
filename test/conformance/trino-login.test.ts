/** Logins of a real Trino, which takes them over encrypted connections only. */
import { createSign, generateKeyPairSync, pbkdf2Sync, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freePort } from "../servers/free-port.js";
import { ownTrinoUnavailable, startTrino, type TrinoServer } from "../servers/trino.js";
import { opensslMissing, selfSigned } from "../support/certificates.js";
import { collect, refusal } from "./collect.js";
import { openTrino, type Fields } from "./open-trino.js";

const missing = ownTrinoUnavailable() ?? (opensslMissing ? "openssl is not installed" : undefined);
/** Letters of Latin-1: Trino can be told of no others. */
const PASSWORD = "pw:wörd";

describe.skipIf(missing)("trino with logins", () => {
  const folder = mkdtempSync(join(tmpdir(), "headwater-trino-login-"));
  const authority = join(folder, "server.crt");
  const jwt = generateKeyPairSync("rsa", { modulusLength: 2048 });
  let server: TrinoServer;
  let port: number;

  beforeAll(async () => {
    port = await freePort();
    const { certificate, key } = selfSigned();
    writeFileSync(authority, certificate);
    server = await startTrino({
      settings: {
        "http-server.https.enabled": "true",
        "http-server.https.port": String(port),
        "http-server.https.keystore.path": "ETC/server.pem",
        "http-server.authentication.type": "PASSWORD,JWT",
        "http-server.authentication.jwt.key-file": "ETC/jwt.pem",
        "internal-communication.shared-secret": randomBytes(32).toString("hex"),
      },
      files: {
        "server.pem": `${key}\n${certificate}`,
        "jwt.pem": jwt.publicKey.export({ type: "spki", format: "pem" }).toString(),
        "password.db": `headwater:${hashOf(PASSWORD)}\n`,
      },
      properties: {
        "password-authenticator.properties": {
          "password-authenticator.name": "file",
          "file.password-file": "ETC/password.db",
        },
      },
      isReady: () => encrypted({ password: PASSWORD }).then(({ rows }) => rows === 1),
    });
  }, 300_000);
  afterAll(async () => {
    await server?.stop();
    rmSync(folder, { recursive: true });
  });

  async function encrypted(fields: Fields) {
    const means = { sslmode: "verify-full", sslrootcert: authority };
    const source = await openTrino({ host: "localhost", port }, { ...means, ...fields });
    try {
      return await collect(source, "select current_user as u from tpch.tiny.nation limit 1");
    } finally {
      await source.close();
    }
  }

  function tokenOf(user: string, seconds = 3600): string {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const now = Math.floor(Date.now() / 1000);
    const body = `${part({ alg: "RS256", typ: "JWT" })}.${part({ sub: user, iat: now, exp: now + seconds })}`;
    const signature = createSign("RSA-SHA256").update(body).sign(jwt.privateKey, "base64url");
    return `${body}.${signature}`;
  }

  test.each([
    ["a password", { password: PASSWORD }],
    ["a password, and a look at the authority alone", { password: PASSWORD, sslmode: "verify-ca" }],
    ["a token, which names the user", { token: tokenOf("headwater"), username: undefined }],
    ["a token and its user", { token: tokenOf("headwater") }],
  ])("%s is taken", async (_, fields) => {
    expect((await encrypted(fields)).values).toEqual([["headwater"]]);
  });

  test.each([
    ["a wrong password", { password: "no" }, "source-login-failed", /Invalid credentials/],
    ["no login", {}, "source-login-failed", /Unauthorized/],
    [
      "a token that is over",
      { token: tokenOf("headwater", -60) },
      "source-login-failed",
      /expired/,
    ],
    [
      "a token of another user",
      { token: tokenOf("other") },
      "source-login-forbidden",
      /impersonate/,
    ],
    [
      "an unknown authority",
      { password: PASSWORD, sslrootcert: undefined },
      "source-tls-failed",
      /self-signed/,
    ],
    ["no encryption", { sslmode: "disable" }, "source-other-server", /encrypted/],
  ])("%s is told as what it is", async (_, fields, code, words) => {
    const said = await refusal(encrypted(fields));
    expect(said.code).toBe(code);
    expect(said.message).toMatch(words);
  });

  test("a login is not taken at the port without encryption, and the doctor stops there", async () => {
    const source = await openTrino(server, { password: PASSWORD });
    const stages = [];
    for await (const stage of source.check()) stages.push(stage);
    await source.close();
    expect(stages.map(({ stage, ok }) => `${stage} ${ok}`)).toEqual([
      "settings true",
      "resolve true",
      "connect true",
      "tls true",
      "login false",
    ]);
    expect(stages.at(-1)?.diagnostic?.hint).toContain("sslmode: verify-full");
  });
});

/** As Trino's file of passwords has it. */
function hashOf(password: string): string {
  const salt = randomBytes(16);
  const rounds = 1000;
  const hash = pbkdf2Sync(password, salt, rounds, 64, "sha1");
  return `${rounds}:${salt.toString("hex")}:${hash.toString("hex")}`;
}
