import { generateKeyPairSync, createVerify } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import type { SnowflakeConfig } from "../../src/sources/snowflake/config.js";
import type { Source, SourceContext } from "../../src/sources/contract.js";
import {
  startScriptedSnowflake,
  type ScriptedAnswer,
  type ScriptedSnowflake,
  type SnowflakeScript,
} from "../servers/scripted-snowflake.js";
import { accountAnswer, named, refused, type AccountFacts } from "../servers/snowflake-account.js";
import { blocks } from "../support/markdown.js";
import { raw, startScriptedHttp } from "../servers/scripted-http.js";
import { checkStages, temporaryFile } from "../support/source.js";
import { collect, refusal } from "./collect.js";
import { behavesLikeConnector } from "./connector.js";
import { openOn } from "./open-snowflake.js";
import { SNOWFLAKE_REFUSED } from "./snowflake-refused.js";
import { SNOWFLAKE_VALUES } from "./snowflake-values.js";

const ID = { name: "id", type: "fixed", precision: 38, scale: 0 };
const LABEL = { name: "label", type: "text" };

behavesLikeConnector("snowflake", async () => {
  const account = accountAnswer();
  const written: string[] = [];
  const server = await startScriptedSnowflake({
    statement(statement) {
      const { sql } = statement;
      if (/\b(insert|delete|drop|update|merge|create|truncate)\b/i.test(sql)) written.push(sql);
      if (sql.includes("where false")) return { columns: [ID, LABEL] };
      if (sql.includes("''")) return named(["A", "B"], [["", null]]);
      if (sql.includes("as a, 2 as a")) {
        const a = { name: "a", type: "fixed", precision: 1, scale: 0 };
        return { columns: [a, a], rows: [["1", "2"]] };
      }
      return account(statement);
    },
  });
  return {
    open: () => openOn(server),
    sql: {
      numbers: (rows) => `select n from numbers(${rows})`,
      empty: 'select "id", "label" from "items" where false; -- nothing',
      emptyAndNull: "select '' as a, null as b",
      sameNameTwice: "select 1 as a, 2 as a",
      unknownColumn: "select nowhere from items",
      syntaxError: "select from where",
      refused: SNOWFLAKE_REFUSED,
    },
    table: { schema: "PUBLIC", name: "items", columns: ["id", "label"] },
    fingerprint: async () => JSON.stringify(written),
    close: () => server.stop(),
  };
});

async function scripted(script: Partial<SnowflakeScript> = {}): Promise<ScriptedSnowflake> {
  const server = await startScriptedSnowflake({ statement: accountAnswer(), ...script });
  onTestFinished(() => server.stop());
  return server;
}

async function opened(
  server: { readonly url: string },
  fields: Partial<SnowflakeConfig> = {},
  context: Partial<SourceContext> = {},
): Promise<Source> {
  const source = await openOn(server, fields, context);
  onTestFinished(() => source.close());
  return source;
}

async function answering(...answers: readonly ScriptedAnswer[]): Promise<ScriptedSnowflake> {
  let at = 0;
  return scripted({ statement: () => answers[Math.min(at++, answers.length - 1)] ?? "silence" });
}

describe("snowflake", () => {
  test("values keep their type and every digit", async () => {
    const columns = SNOWFLAKE_VALUES.map(({ sent }, index) => ({ ...sent, name: `c${index}` }));
    const server = await answering({
      columns,
      rows: [SNOWFLAKE_VALUES.map(({ sent }) => sent.cell)],
    });
    const { columns: found, values, warnings } = await collect(await opened(server), "select *");
    const seen = SNOWFLAKE_VALUES.map((value, index) => ({
      ...value,
      type: found[index]?.type,
      value: values[index]?.[0],
    }));
    expect(seen).toEqual(SNOWFLAKE_VALUES);
    const cut = SNOWFLAKE_VALUES.flatMap(({ cut: isCut }, index) => (isCut ? [index] : []));
    expect(warnings.map(({ code, message }) => `${code}: ${message}`)).toEqual(
      cut.map(
        (index) =>
          `fractions-cut: Column \`c${index}\` holds 1 time with fractions beyond a microsecond, which are cut off.`,
      ),
    );
  });

  test("an integer beyond 64 bits has its column read again as a decimal", async () => {
    const server = await answering({
      columns: [ID],
      rows: [["1"], [null]],
      chunks: [[["99999999999999999999"]]],
    });
    const { columns, values, contradictions } = await collect(await opened(server), "select id");
    expect(columns[0]?.type).toBe("decimal(38,0)");
    expect(values).toEqual([["1", null, "99999999999999999999"]]);
    expect(contradictions.map(({ detail }) => detail)).toEqual([
      "`id` (number(38,0)) holds a number of more than 64 bits.",
    ]);
  });

  test("a type that is not known is read as text, with a warning", async () => {
    const server = await answering({
      columns: [{ name: "x", type: "interval_day_time" }],
      rows: [["1 2"]],
    });
    const { columns, values, warnings } = await collect(await opened(server), "select x");
    expect([columns[0]?.type, values]).toEqual(["text", [["1 2"]]]);
    expect(warnings.map(({ code }) => code)).toEqual(["column-type-unknown"]);
  });

  test("settings travel with each statement, and one login serves all", async () => {
    const server = await scripted();
    const source = await opened(
      server,
      { role: "READER", warehouse: "REPORTING", timeout: 7 },
      { timeZone: "Europe/Berlin" },
    );
    await Promise.all([1, 2, 3, 4].map((n) => collect(source, `select n from numbers(${n})`)));
    expect(server.logins).toHaveLength(1);
    expect(server.logins[0]).toMatchObject({
      LOGIN_NAME: "reader",
      databaseName: "SHOP",
      schemaName: "PUBLIC",
      roleName: "READER",
      warehouse: "REPORTING",
    });
    expect(server.statements).toHaveLength(4);
    expect(server.statements[0]?.parameters).toMatchObject({
      QUERY_TAG: "headwater/tests",
      STATEMENT_TIMEOUT_IN_SECONDS: 7,
      TIMEZONE: "Europe/Berlin",
      MULTI_STATEMENT_COUNT: 1,
      ABORT_DETACHED_QUERY: true,
    });
  });

  test("`timezone` of the source goes before that of the project, and none is set by itself", async () => {
    const server = await scripted();
    await collect(
      await opened(server, { timezone: "UTC" }, { timeZone: "Asia/Tokyo" }),
      "select 1",
    );
    await collect(await opened(server), "select 1");
    expect(server.statements.map(({ parameters }) => parameters["TIMEZONE"])).toEqual([
      "UTC",
      undefined,
    ]);
  });

  test("the catalogue has keys and comments", async () => {
    expect(await (await opened(await scripted())).catalog()).toEqual([
      {
        name: "PUBLIC",
        tables: [
          {
            name: "items",
            kind: "table",
            comment: "What is sold",
            columns: [
              { name: "id", nativeType: "NUMBER", type: "int64", key: "primary" },
              { name: "label", nativeType: "TEXT", type: "text", comment: "Its name" },
            ],
          },
          {
            name: "moments",
            kind: "view",
            columns: [{ name: "at", nativeType: "TIMESTAMP_NTZ", type: "timestamp" }],
          },
        ],
      },
    ]);
  });

  test("a description runs nothing", async () => {
    const server = await scripted();
    const source = await opened(server);
    expect(await source.describe("select n from numbers(3)")).toEqual([
      { name: "n", type: "int64", nativeType: "number(38,0)", exact: true },
    ]);
    expect(server.statements.map(({ describeOnly }) => describeOnly)).toEqual([true]);
  });

  test("`after_connect` runs once per login, and its failure is told as such", async () => {
    const server = await scripted();
    const source = await opened(server, { after_connect: "alter session set week_start = 1" });
    await collect(source, "select 1");
    await collect(source, "select 2");
    expect(server.statements.map(({ sql }) => sql)).toEqual([
      "alter session set week_start = 1",
      "select 1",
      "select 2",
    ]);
    const other = await answering(refused("001007", "SQL compilation error:\ninvalid property"));
    const failing = await opened(other, { after_connect: "alter nonsense" });
    expect(await refusal(collect(failing, "select 1"))).toMatchObject({
      code: "source-setup-failed",
      message: "`shop`: `after_connect` failed: SQL compilation error: invalid property.",
    });
  });

  test("a query that the service is long at work with is waited for", async () => {
    const server = await answering({ columns: [ID], rows: [["1"]], progress: 3 });
    expect((await collect(await opened(server), "select 1")).values).toEqual([[1]]);
  });

  test("a cancel before the first answer names the request, one after it the query", async () => {
    const silent = await answering("silence");
    const atWork = await answering({ columns: [ID], rows: [["1"]], progress: 1e9 });
    for (const [server, path] of [
      [silent, /^\/queries\/v1\/abort-request$/],
      [atWork, /^\/queries\/01b0.*\/abort-request$/],
    ] as const) {
      const source = await opened(server);
      const abort = new AbortController();
      const reading = refusal(source.stream("select 1", { signal: abort.signal }));
      await server.busy;
      abort.abort();
      expect((await reading).code).toBe("read-cancelled");
      expect(server.aborts).toHaveLength(1);
      expect(server.aborts[0]).toMatch(path);
    }
  });

  test("rows that are not wanted to the end cost no request to the service", async () => {
    const server = await scripted();
    const { signal } = new AbortController();
    const stream = await (await opened(server)).stream("select n from numbers(90000)", { signal });
    for await (const batch of stream.batches) {
      expect(batch.rows).toBeGreaterThan(0);
      break;
    }
    expect(server.aborts).toEqual([]);
  });

  test("a session that has ended is opened again without a word", async () => {
    for (const code of ["390112", "390114", "390111", "390104"]) {
      let ended = true;
      const server = await scripted({
        statement(statement) {
          if (ended && statement.token === "token-1") {
            return refused(code, "Authentication token has expired.");
          }
          return accountAnswer()(statement);
        },
      });
      const source = await opened(server);
      expect((await collect(source, "select n from numbers(2)")).rows).toBe(2);
      expect(server.logins).toHaveLength(2);
      ended = false;
    }
  });

  test("an expired token is renewed by the driver without a login", async () => {
    const server = await scripted({
      renewal: () => "admitted",
      statement: (statement) =>
        statement.token === "token-1"
          ? refused("390112", "Your session has expired. Please login again.")
          : accountAnswer()(statement),
    });
    expect((await collect(await opened(server), "select n from numbers(2)")).rows).toBe(2);
    expect(server.logins).toHaveLength(1);
    expect(server.statements.at(-1)?.token).toBe("token-renewed");
  });

  test("a refused login is not tried again by the next statement, but by the doctor", async () => {
    const server = await scripted({
      login: () => ({ code: "390100", message: "Incorrect username or password was specified." }),
    });
    const source = await opened(server);
    const said = await Promise.all([1, 2, 3].map(() => refusal(collect(source, "select 1"))));
    expect((await refusal(source.describe("select 1"))).code).toBe("source-login-failed");
    expect(new Set(said.map(({ code }) => code))).toEqual(new Set(["source-login-failed"]));
    expect(server.logins).toHaveLength(1);
    await checkStages(source);
    expect(server.logins).toHaveLength(2);
  });

  test("a service that falls silent ends the login, a statement and the rows", async () => {
    const noLogin = await scripted({ login: () => "silence" });
    expect(
      await refusal(collect(await opened(noLogin, { connect_timeout: 1 }), "select 1")),
    ).toMatchObject({ code: "source-login-slow" });
    const noAnswer = await answering("silence");
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"], shouldAdvanceTime: true });
    onTestFinished(() => void vi.useRealTimers());
    const source = await opened(noAnswer, { timeout: 30 });
    const late = refusal(collect(source, "select 1"));
    await noAnswer.busy;
    await vi.advanceTimersByTimeAsync(36_000);
    expect((await late).code).toBe("query-timed-out");
  });

  test("what the driver leaves behind is nothing: no file, no line", async () => {
    const lines = [vi.spyOn(process.stdout, "write"), vi.spyOn(process.stderr, "write")];
    onTestFinished(() => void vi.restoreAllMocks());
    const server = await scripted();
    await collect(await opened(server), "select n from numbers(9)");
    const failing = await opened(await scripted({ login: () => ({ status: 503 }) }));
    await refusal(collect(failing, "select 1"));
    expect(lines.map(({ mock }) => mock.calls)).toEqual([[], []]);
    expect(existsSync("snowflake.log")).toBe(false);
  });
});

/** Statements of users that the service refuses: code, its words, ours, hint. */
describe("snowflake says what is wrong with a query", () => {
  test.each<[string, string, string, RegExp]>([
    [
      "000904",
      "SQL compilation error: error line 1 at position 7\ninvalid identifier 'AMOUNT'",
      "query-name-unknown",
      /upper case/,
    ],
    [
      "002003",
      "SQL compilation error:\nObject 'SHOP.PUBLIC.ORDERZ' does not exist or not authorized.",
      "query-name-unknown",
      /`role`/,
    ],
    ["002140", "SQL compilation error:\nUnknown function FOO", "query-name-unknown", /^$/],
    [
      "001003",
      "SQL compilation error:\nsyntax error line 1 at position 0 unexpected 'selec'.",
      "query-failed",
      /^$/,
    ],
    [
      "003001",
      "SQL access control error:\nInsufficient privileges to operate on table 'ORDERS'",
      "query-not-permitted",
      /GRANT SELECT/,
    ],
    [
      "000606",
      "No active warehouse selected in the current session.  Select an active warehouse with the 'use warehouse' command.",
      "query-failed",
      /Set `warehouse`/,
    ],
    [
      "090073",
      "Warehouse 'REPORTING' cannot be resumed because resource monitor 'LIMIT' has exceeded its quota.",
      "query-failed",
      /resource monitor/,
    ],
    [
      "090105",
      "Cannot perform SELECT. This session does not have a current database. Call 'USE DATABASE', or use a qualified name.",
      "query-failed",
      /`db_schema`/,
    ],
    [
      "000630",
      "Statement reached its statement or warehouse timeout of 1 second(s) and was canceled.",
      "query-timed-out",
      /`timeout`/,
    ],
    ["000604", "SQL execution canceled", "query-failed", /Somebody/],
    ["100051", "Division by zero", "query-failed", /^$/],
  ])("%s %s", async (code, message, expected, hint) => {
    const server = await answering(refused(code, message));
    const said = await refusal(collect(await opened(server), "select amount from t"));
    expect(said.code).toBe(expected);
    expect(said.hint ?? "").toMatch(hint);
    if (expected !== "query-timed-out") {
      expect(said.message).toContain(
        message
          .split(/\s*\n\s*/)
          .join(" ")
          .replace(/\.$/, ""),
      );
      expect(said.detail).toContain("Query id: 01b00000");
    }
  });

  test("the place that the service names is shown in its line", async () => {
    const server = await answering(
      refused(
        "000904",
        "SQL compilation error: error line 2 at position 2\ninvalid identifier 'NOPE'",
      ),
    );
    const said = await refusal(collect(await opened(server), "select 1,\n  nope\nfrom t"));
    expect(said.detail?.split("\n").slice(1)).toEqual(["line 2:   nope", "          ^"]);
  });

  test("a time zone that the account does not know is said so", async () => {
    const server = await answering(
      refused(
        "001006",
        "SQL compilation error:\ninvalid value [Mars/Base] for parameter 'TIMEZONE'",
      ),
    );
    const said = await refusal(
      collect(await opened(server, { timezone: "Mars/Base" }), "select 1"),
    );
    expect(said).toMatchObject({
      code: "source-zone-refused",
      hint: expect.stringContaining("`timezone`"),
    });
  });
});

describe("snowflake says what is wrong with a login", () => {
  test.each<[string, string, string, RegExp]>([
    [
      "390100",
      "Incorrect username or password was specified.",
      "source-login-failed",
      /`account`, `username` and `password`/,
    ],
    [
      "390102",
      "Your user account has been temporarily locked due to too many failed attempts. Try again after 15 minutes or contact your account administrator for assistance.",
      "source-login-failed",
      /15 minutes/,
    ],
    [
      "390101",
      "User access disabled. Contact your local system administrator.",
      "source-login-failed",
      /DISABLED = FALSE/,
    ],
    [
      "390106",
      "Specified password has expired. Password must be changed using the Snowflake web console.",
      "source-login-failed",
      /new password/,
    ],
    [
      "390197",
      "Multi-factor authentication is required for this account. Log in to Snowsight to enroll.",
      "source-login-failed",
      /TYPE = SERVICE/,
    ],
    [
      "390127",
      "Failed to authenticate: MFA authentication is required, but none of your current MFA methods are supported for programmatic authentication.",
      "source-login-failed",
      /`private_key_path`/,
    ],
    [
      "390422",
      "Incoming request with IP/Token 192.0.2.7 is not allowed to access Snowflake. Contact your local security administrator.",
      "source-refused",
      /network policy/,
    ],
    [
      "395001",
      "Authentication attempt rejected by the current authentication policy.",
      "source-login-failed",
      /authentication policy/,
    ],
    [
      "390144",
      "JWT token is invalid. [0ce9eb56-821d-4ca9-a774-04ae89a0cf5a]",
      "source-login-failed",
      /RSA_PUBLIC_KEY_FP/,
    ],
    [
      "390303",
      "Invalid OAuth access token. [0ce9eb56-821d-4ca9-a774-04ae89a0cf5a]",
      "source-login-failed",
      /OAuth token/,
    ],
    [
      "390318",
      "OAuth access token expired. [0ce9eb56-821d-4ca9-a774-04ae89a0cf5a]",
      "source-login-failed",
      /new token/,
    ],
    [
      "394400",
      "Programmatic access token is invalid.",
      "source-login-failed",
      /one user and one role/,
    ],
    ["394401", "Programmatic access token is expired.", "source-login-failed", /new token/],
    [
      "390189",
      "Role 'REDER' specified in the connect string does not exist or not authorized. Contact your local system administrator, or attempt to login with another role, e.g. PUBLIC.",
      "source-setting-unknown",
      /`role`/,
    ],
    [
      "390201",
      "The requested warehouse does not exist or not authorized.",
      "source-setting-unknown",
      /`warehouse`/,
    ],
    [
      "390201",
      "The requested database does not exist or not authorized.",
      "source-setting-unknown",
      /`database`/,
    ],
    [
      "390201",
      "The requested schema does not exist or not authorized.",
      "source-setting-unknown",
      /`db_schema`/,
    ],
    [
      "390190",
      "There was an error related to the SAML Identity Provider account parameter.",
      "source-login-failed",
      /Single sign-on/,
    ],
    [
      "390913",
      "Your account is suspended due to lack of payment method.",
      "source-refused",
      /administrator of the account/,
    ],
    ["390999", "Something new.", "source-login-failed", /not tried again/],
  ])("%s %s", async (code, message, expected, hint) => {
    const server = await scripted({ login: () => ({ code, message }) });
    const said = await refusal(
      collect(await opened(server, { role: "REDER", warehouse: "W" }), "select 1"),
    );
    expect(said.code).toBe(expected);
    expect(said.hint).toMatch(hint);
    expect(`${said.message} ${said.detail ?? ""}`).toContain(message.replace(/\.$/, ""));
  });

  test.each([403, 404])("HTTP %d stands for an account that there is not", async (status) => {
    const server = await scripted({ login: () => ({ status }) });
    const said = await refusal(collect(await opened(server), "select 1"));
    expect(said).toMatchObject({
      code: "source-account-unknown",
      hint: expect.stringContaining("myorg-myaccount"),
    });
    expect(said.message).toContain(
      `there is no account \`tests\` at \`${server.url}\` (HTTP ${status})`,
    );
  });

  test("an address at which nothing listens is told with the field that names it", async () => {
    const server = await scripted();
    await server.stop();
    const source = await openOn(server);
    expect(await refusal(collect(source, "select 1"))).toMatchObject({
      code: "source-unreachable",
      hint: expect.stringContaining("`access_url`"),
    });
    const stages = await checkStages(source);
    expect(stages.map(({ stage, ok }) => `${stage} ${ok}`)).toEqual([
      "settings true",
      "resolve true",
      "connect false",
    ]);
    await source.close();
  });
});

describe("snowflake says what answers in its place", () => {
  test.each<[string, number, string, string]>([
    ["a web server", 200, "text/html", "source-other-server"],
    ["a service that is out of order", 503, "application/json", "source-refused"],
  ])("%s", async (_what, status, type, code) => {
    const server = await startScriptedHttp((response) => {
      response.writeHead(status, { "content-type": type }).end("<html></html>");
    });
    expect((await refusal(collect(await opened(server), "select 1"))).code).toBe(code);
  });

  test("what speaks no HTTP at all", async () => {
    const server = await startScriptedHttp(raw("220 mail.example.com ESMTP\r\n"));
    const said = await refusal(collect(await opened(server), "select 1"));
    expect(said).toMatchObject({
      code: "source-other-server",
      hint: expect.stringContaining("`access_url`"),
    });
  });

  test("what sends calls on to a host that is not there", async () => {
    const server = await startScriptedHttp((response) => {
      response.writeHead(302, { location: "https://login.invalid/" }).end();
    });
    expect(await refusal(collect(await opened(server), "select 1"))).toMatchObject({
      code: "source-refused",
      message: expect.stringContaining("it sends calls on to `login.invalid`"),
      hint: expect.stringContaining("`access_url`"),
    });
  });

  test("what closes the connection at once", async () => {
    const server = await startScriptedHttp((response) => void response.destroy());
    expect(await refusal(collect(await opened(server), "select 1"))).toMatchObject({
      code: "source-unreachable",
      message: expect.stringContaining("the connection was closed at once"),
      hint: expect.stringContaining("`access_url`"),
    });
  });

  test("an account whose name no host has", async () => {
    const source = await openOn({ url: "https://no-such-account.invalid" });
    const said = await refusal(collect(source, "select 1"));
    await source.close();
    expect(said.code).toBe("source-host-unknown");
    expect(said.hint).toContain("`access_url`");
  });
});

describe("snowflake logs in", () => {
  let keys: { readonly private: string; readonly encrypted: string; readonly public: string };
  beforeAll(() => {
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const pem = { type: "pkcs8", format: "pem" } as const;
    keys = {
      private: privateKey.export(pem).toString(),
      encrypted: privateKey
        .export({ ...pem, cipher: "aes-256-cbc", passphrase: "open sesame" })
        .toString(),
      public: publicKey.export({ type: "spki", format: "pem" }).toString(),
    };
  });
  const key = { authenticator: "key_pair" } as const;

  test("with a private key from a file, encrypted or not, and from a variable in one line", async () => {
    const server = await scripted();
    for (const fields of [
      { private_key_path: await temporaryFile("key.p8", keys.private) },
      {
        private_key_path: await temporaryFile("key.p8", keys.encrypted),
        private_key_passphrase: "open sesame",
      },
      { private_key: keys.private.trim().replaceAll("\n", String.raw`\n`) },
    ]) {
      await collect(await opened(server, { ...key, ...fields }), "select 1");
    }
    expect(server.logins.map((login) => login["AUTHENTICATOR"])).toEqual(
      Array.from({ length: 3 }, () => "SNOWFLAKE_JWT"),
    );
    for (const { TOKEN } of server.logins) {
      const [header = "", payload = "", signature = ""] = String(TOKEN).split(".");
      const verify = createVerify("RSA-SHA256").update(`${header}.${payload}`);
      expect(verify.verify(keys.public, signature, "base64url")).toBe(true);
    }
  });

  test.each<[string, () => Partial<SnowflakeConfig>, string, RegExp]>([
    [
      "a file that is not there",
      () => ({ private_key_path: "/nowhere/key.p8" }),
      "there is no file /nowhere/key.p8.",
      /relative path/,
    ],
    ["a folder", () => ({ private_key_path: "/" }), "/ is a folder.", /relative path/],
    ["no PEM", () => ({ private_key: "abc" }), "it is not a PEM text", /openssl/],
    ["the public key", () => ({ private_key: keys.public }), "it is not a private key", /openssl/],
    [
      "a broken key",
      () => ({ private_key: keys.private.replace(/\n[^-].{20}/, "\n") }),
      "it cannot be read",
      /openssl/,
    ],
    [
      "no passphrase",
      () => ({ private_key: keys.encrypted }),
      "it is encrypted, and there is no passphrase.",
      /private_key_passphrase/,
    ],
    [
      "a wrong passphrase",
      () => ({ private_key: keys.encrypted, private_key_passphrase: "x" }),
      "the passphrase does not fit.",
      /private_key_passphrase/,
    ],
  ])("not with %s", async (_what, fields, reason, hint) => {
    const server = await scripted();
    const said = await refusal(collect(await opened(server, { ...key, ...fields() }), "select 1"));
    expect(said.code).toBe("source-key-unusable");
    expect(said.message).toContain(reason);
    expect(said.hint).toMatch(hint);
    expect(server.logins).toEqual([]);
  });

  test("not with a key of another kind", async () => {
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    const said = await refusal(
      collect(await opened(await scripted(), { ...key, private_key: pem }), "select 1"),
    );
    expect(said.message).toContain("it is of type ec, and Snowflake takes RSA.");
  });

  test("with tokens, also from a file that changes", async () => {
    const server = await scripted();
    await collect(
      await opened(server, { authenticator: "oauth", token: "from oauth" }),
      "select 1",
    );
    await collect(
      await opened(server, { authenticator: "token", token: "programmatic" }),
      "select 1",
    );
    const token_path = await temporaryFile("token", "from a file\n");
    await collect(await opened(server, { authenticator: "oauth", token_path }), "select 1");
    expect(server.logins.map((login) => [login["AUTHENTICATOR"], login["TOKEN"]])).toEqual([
      ["OAUTH", "from oauth"],
      ["PROGRAMMATIC_ACCESS_TOKEN", "programmatic"],
      ["OAUTH", "from a file"],
    ]);
    const empty = await temporaryFile("token", "\n");
    expect(
      (
        await refusal(
          collect(await opened(server, { authenticator: "oauth", token_path: empty }), "select 1"),
        )
      ).message,
    ).toBe("`shop`: `token_path` is of no use: the file is empty.");
  });

  test("not with a browser where nobody sits", async () => {
    const source = await opened(await scripted(), { authenticator: "browser" });
    expect(await refusal(collect(source, "select 1"))).toMatchObject({
      code: "source-login-failed",
      message:
        "`shop` refused the login of `reader`: single sign-on needs a browser, and there is no terminal to open one from.",
    });
  });
});

describe("snowflake's doctor", () => {
  async function check(facts: AccountFacts, fields: Partial<SnowflakeConfig> = {}) {
    const server = await scripted({ statement: accountAnswer(facts) });
    const stages = await checkStages(await opened(server, fields));
    return stages.slice(-2).map(({ stage, ok, detail, diagnostic }) => ({
      stage,
      ok,
      detail,
      ...(diagnostic && { said: `${diagnostic.code}: ${diagnostic.message}` }),
    }));
  }

  test("says where it works, as whom, and how much there is to read", async () => {
    expect(await check({ tables: 12 }, { warehouse: "REPORTING" })).toEqual([
      { stage: "privileges", ok: true, detail: "role `READER`, which only reads" },
      {
        stage: "query",
        ok: true,
        detail:
          "Snowflake 9.38.1, time zone America/Los_Angeles, warehouse REPORTING, 12 tables and views to read",
      },
    ]);
  });

  test("the grants of the docs' role are nothing but reading", async () => {
    const page = readFileSync(join(import.meta.dirname, "../../docs/sources/snowflake.md"), "utf8");
    const [statements = ""] = blocks(page, "sql");
    const grants = [...statements.matchAll(/^grant (\w+) on (?:(?:all|future) )?(\w+)/gm)].map(
      ([, privilege = "", on = ""]) =>
        [privilege.toUpperCase(), on.toUpperCase().replace(/S$/, ""), "X"] as const,
    );
    expect(grants).toHaveLength(7);
    const [privileges] = await check({ grants: { READER: grants } });
    expect(privileges?.detail).toBe("role `READER`, which only reads");
  });

  test.each<[string, AccountFacts, string]>([
    [
      "a grant of its own",
      {
        grants: {
          READER: [
            ["SELECT", "TABLE", "A"],
            ["INSERT", "TABLE", "SHOP.PUBLIC.ORDERS"],
          ],
        },
      },
      "may do more than read: INSERT on table `SHOP.PUBLIC.ORDERS`",
    ],
    [
      "a role that it inherits",
      {
        grants: {
          READER: [["USAGE", "ROLE", "OPS"]],
          OPS: [
            ["USAGE", "ROLE", "READER"],
            ["CREATE TABLE", "SCHEMA", "SHOP.PUBLIC"],
          ],
        },
      },
      "may do more than read: CREATE TABLE on schema `SHOP.PUBLIC`",
    ],
    [
      "a secondary role",
      {
        secondaryRoles: '{"roles":"ANALYST,LOADER","value":"ALL"}',
        grants: {
          READER: [],
          ANALYST: [["SELECT", "TABLE", "A"]],
          LOADER: [["OWNERSHIP", "TABLE", "SHOP.PUBLIC.ORDERS"]],
        },
      },
      "may do more than read: OWNERSHIP on table `SHOP.PUBLIC.ORDERS`",
    ],
    [
      "an administrator",
      { role: "ACCOUNTADMIN", grants: { ACCOUNTADMIN: [] } },
      "works as `ACCOUNTADMIN`, which may do anything",
    ],
  ])("warns of a role that writes by %s", async (_what, facts, how) => {
    const [privileges] = await check(facts);
    const said = `source-login-can-write: \`shop\`: the login \`reader\` ${how}.`;
    expect(privileges).toMatchObject({ ok: true, said });
    const source = await opened(await scripted({ statement: accountAnswer(facts) }));
    const { code, message } = (await source.rights?.()) ?? {};
    expect(`${code}: ${message}`).toBe(said);
  });

  test("names secondary roles, and says when grants cannot be seen", async () => {
    const [privileges] = await check({
      secondaryRoles: '{"roles":"A,B","value":"ALL"}',
      grants: {},
    });
    expect(privileges?.detail).toBe(
      "role `READER`, and all others of the user (secondary roles); its grants cannot be seen",
    );
  });

  test.each<[string, AccountFacts, Partial<SnowflakeConfig>]>([
    ["warehouse", { warehouse: null }, { warehouse: "NOPE" }],
    ["database", { database: null }, { database: "NOPE" }],
    ["db_schema", { schema: null }, { db_schema: "NOPE" }],
  ])("finds a %s that did not take", async (field, facts, fields) => {
    expect((await check(facts, fields)).at(-1)).toEqual({
      stage: "privileges",
      ok: false,
      detail: undefined,
      said: `source-setting-unknown: \`shop\`: there is no \`NOPE\` for \`${field}\`, or the login may not use it.`,
    });
  });

  test("warns of a login without a warehouse, and of one that sees nothing", async () => {
    expect((await check({ warehouse: null })).at(-1)?.said).toMatch(/^source-warehouse-missing/);
    expect((await check({ tables: 0 })).at(-1)?.said).toBe(
      "source-without-tables: `shop`: `SHOP` has no tables that `reader` can see.",
    );
  });
});
