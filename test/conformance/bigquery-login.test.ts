/** Keys, tokens and the doctor, on a scripted service. */
import { generateKeyPairSync } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { CheckStage, Source } from "../../src/sources/contract.js";
import { bigquery } from "../../src/sources/bigquery/config.js";
import { createService } from "../../src/sources/bigquery/service.js";
import { BigquerySource } from "../../src/sources/bigquery/source.js";
import {
  looked,
  refusal as refused,
  SILENCE,
  startScriptedBigquery,
  type BigquerySteps,
} from "../servers/scripted-bigquery.js";
import { json, raw, type HttpStep, type ScriptedRequest } from "../servers/scripted-http.js";
import { temporaryFolder } from "../support/project.js";
import { collect, refusal } from "./collect.js";
import { openBigquery, type Fields } from "./open-bigquery.js";

const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
});
const EMAIL = "reader@demo.iam.gserviceaccount.com";
const KEY = { type: "service_account", client_email: EMAIL, private_key: privateKey };

function base64(key: unknown): string {
  return Buffer.from(typeof key === "string" ? key : JSON.stringify(key)).toString("base64");
}

/** A source on Google's own hosts, as a scripted server plays them. */
async function onGoogle(steps: BigquerySteps, fields: Fields = {}, trustedRoot?: string) {
  const server = await startScriptedBigquery(steps);
  const asked: string[] = [];
  const played: typeof fetch = (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    asked.push(url.host);
    return fetch(new URL(url.pathname + url.search, server.url), init);
  };
  const config = bigquery.config.parse({
    project: "demo",
    credentials_base64: base64(KEY),
    ...fields,
  });
  const context = {
    name: "shop",
    queryTag: "headwater/tests",
    secrets: [],
    ...(trustedRoot !== undefined && { trustedRoot }),
  };
  const service = createService(config, context, { fetch: played });
  return { server, asked, source: new BigquerySource(service) };
}

async function doctor(source: Source): Promise<CheckStage[]> {
  const stages: CheckStage[] = [];
  for await (const stage of source.check()) stages.push(stage);
  await source.close();
  return stages;
}

/** The last stage with what it found, after a `✗` or `✓`. */
function last(stages: readonly CheckStage[]): string {
  const { stage, ok, diagnostic } = stages.at(-1) ?? { stage: "settings", ok: false };
  return `${ok ? "✓" : "✗"} ${stage}: ${diagnostic?.message} ${diagnostic?.hint ?? ""}`.trim();
}

const bearers = (requests: readonly ScriptedRequest[]) =>
  requests.map(({ headers }) => headers.authorization);

test("one login serves many calls, and a token that is refused is replaced once", async () => {
  const token = (name: string) =>
    json({ access_token: name, expires_in: 3600, token_type: "Bearer" });
  const { server, source } = await onGoogle({
    token: [token("first"), token("second")],
    dryRun: [looked(), refused(401, "authError", "Invalid Credentials"), looked()],
  });
  await Promise.all(["select 1", "select 2"].map((sql) => collect(source, sql)));
  expect(server.of("token")).toHaveLength(2);
  expect(bearers(server.of("dryRun"))).toContain("Bearer first");
  expect(bearers(server.of("results")).at(-1)).toBe("Bearer second");
});

test("a refused login is not tried again", async () => {
  const said = json({ error: "invalid_grant", error_description: "Invalid JWT Signature." }, 400);
  const { server, source } = await onGoogle({ token: [said] });
  const first = await refusal(collect(source, "select 1"));
  expect(first).toMatchObject({
    code: "source-login-failed",
    message: `\`shop\` refused the login of \`${EMAIL}\`: invalid_grant: Invalid JWT Signature.`,
  });
  expect((await refusal(collect(source, "select 1"))).code).toBe("source-login-failed");
  expect(server.of("token")).toHaveLength(1);
});

const OAUTH = "invalid_grant";
test.each<[string, HttpStep, RegExp]>([
  [
    "a deleted key",
    json({ error: OAUTH, error_description: "Invalid JWT Signature." }, 400),
    /key was deleted/,
  ],
  [
    "a deleted account",
    json({ error: OAUTH, error_description: "Invalid grant: account not found" }, 400),
    /account of the key is gone/,
  ],
  [
    "a wrong clock",
    json(
      {
        error: OAUTH,
        error_description:
          "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe.",
      },
      400,
    ),
    /clock of this machine/,
  ],
  [
    "a disabled account",
    json({ error: "disabled_client", error_description: "The account is disabled." }, 401),
    /gcloud iam service-accounts enable/,
  ],
])("the doctor knows %s", async (_, answer, words) => {
  const { source } = await onGoogle({ token: [answer] });
  const stages = await doctor(source);
  expect(stages.map(({ stage }) => stage)).toEqual([
    "settings",
    "resolve",
    "connect",
    "tls",
    "login",
  ]);
  expect(last(stages)).toMatch(/^✗ login: `shop` refused the login/);
  expect(last(stages)).toMatch(words);
});

test("a silent login ends in time", async () => {
  const { source } = await onGoogle({ token: [SILENCE] }, { connect_timeout: 1 });
  expect(last(await doctor(source))).toMatch(/^✗ login: .*no connection to `oauth2.*within 1 s/);
});

test("keys that cannot be one are told before anything is asked", async () => {
  const folder = await temporaryFolder();
  const [empty, secret] = [join(folder, "empty.json"), join(folder, "client.json")];
  await writeFile(empty, "");
  await writeFile(secret, JSON.stringify({ installed: { client_id: "x" } }));
  const cases: [Fields, RegExp][] = [
    [{ credentials_base64: JSON.stringify(KEY) }, /it is the JSON itself.*base64 -w 0 key.json/],
    [{ credentials_base64: "secrets/key.json" }, /path of a file.*`credentials_file`/],
    [{ credentials_base64: "a-key!" }, /characters that base64 has not/],
    [{ credentials_base64: base64("no json") }, /no JSON of a key/],
    [{ credentials_base64: base64({ a: 1 }) }, /`type` is missing/],
    [{ credentials_base64: base64({ ...KEY, private_key: "" }) }, /`private_key` is missing/],
    [{ credentials_base64: base64({ type: "external_account" }) }, /--trust/],
    [{ credentials_file: join(folder, "none.json") }, /no such file.*none\.json/],
    [{ credentials_file: folder }, /it is a folder/],
    [{ credentials_file: empty }, /it is empty/],
    [{ credentials_file: secret }, /secret of an OAuth client/],
  ];
  for (const [fields, words] of cases) {
    const usual = "credentials_file" in fields ? { credentials_base64: undefined } : {};
    const { source, asked } = await onGoogle({}, { ...usual, ...fields });
    const stages = await doctor(source);
    expect(stages.at(-1)?.diagnostic?.code).toBe("source-credentials-unusable");
    expect(last(stages)).toMatch(/^✗ settings: `shop`: `credentials_\w+` holds no usable key/);
    expect(last(stages)).toMatch(words);
    expect(asked).toEqual([]);
  }
});

test("a damaged private key is told by the login", async () => {
  const damaged = base64({ ...KEY, private_key: "-----BEGIN PRIVATE KEY-----\\nabc" });
  const { source } = await onGoogle({}, { credentials_base64: damaged });
  expect(last(await doctor(source))).toMatch(/^✗ login: .*private key inside is damaged/);
});

test("a token goes to Google's hosts only, unless the project is trusted", async () => {
  const elsewhere = { api_endpoint: "https://bigquery.example.com" };
  const withheld = await onGoogle({}, elsewhere);
  const said = await refusal(collect(withheld.source, "select 1"));
  expect(said.code).toBe("source-token-withheld");
  expect(said.message).toContain("`bigquery.example.com`");
  expect(last(await doctor(withheld.source))).toMatch(/^✗ settings: .*--trust/);
  expect(withheld.asked).toEqual([]);

  const looksAlike = await onGoogle({}, { api_endpoint: "https://evilgoogleapis.com" });
  expect((await refusal(collect(looksAlike.source, "select 1"))).code).toBe(
    "source-token-withheld",
  );

  const trusted = await onGoogle({}, elsewhere, "/project");
  expect((await collect(trusted.source, "select 1")).rows).toBe(1);
  expect(new Set(trusted.asked)).toEqual(
    new Set(["oauth2.googleapis.com", "bigquery.example.com"]),
  );

  const google = await onGoogle({}, { api_endpoint: "https://bigquery-eu.p.googleapis.com" });
  expect((await collect(google.source, "select 1")).rows).toBe(1);
});

test("without a key the login is the one that Google's tools left here, if there is any", async () => {
  const names = ["GOOGLE_APPLICATION_CREDENTIALS", "HOME"] as const;
  const before = names.map((name) => process.env[name]);
  onTestFinished(() => {
    for (const [index, name] of names.entries()) {
      const value = before[index];
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });
  delete process.env["GOOGLE_APPLICATION_CREDENTIALS"];
  process.env["HOME"] = await temporaryFolder();
  const { source } = await onGoogle({}, { credentials_base64: undefined });
  const stages = await doctor(source);
  expect(stages.at(-1)?.diagnostic?.code).toBe("source-credentials-missing");
  expect(last(stages)).toMatch(/^✗ login: .*gcloud auth application-default login/);
  process.env["GOOGLE_APPLICATION_CREDENTIALS"] = "/no/such/key.json";
  const wrong = await onGoogle({}, { credentials_base64: undefined });
  expect(last(await doctor(wrong.source))).toMatch(
    /^✗ login: .*`GOOGLE_APPLICATION_CREDENTIALS` of this shell names a file/,
  );
});

test("an emulator on this machine is asked without a login", async () => {
  const server = await startScriptedBigquery();
  const source = await openBigquery(server.url);
  await collect(source, "select 1");
  await source.close();
  expect(bearers(server.of("dryRun"))).toEqual([undefined]);
});

test("the doctor says what it learned, and warns of a login that can write", async () => {
  const { source } = await onGoogle({}, { dataset: "sales", location: "EU" });
  const stages = await doctor(source);
  expect(
    stages.filter(({ stage }) => stage !== "resolve").map(({ stage, detail }) => [stage, detail]),
  ).toEqual([
    ["settings", `project \`demo\`, dataset \`sales\`, \`${EMAIL}\``],
    ["connect", "bigquery.googleapis.com"],
    ["tls", "encrypted"],
    ["login", `as \`${EMAIL}\``],
    ["privileges", "may run queries, sees 3 tables"],
    ["query", "location EU, time zone UTC, a query may be billed for 10 GB"],
  ]);
  const warned = stages.flatMap(({ diagnostic }) => diagnostic ?? []);
  expect(warned.map(({ code, message }) => `${code} ${message}`)).toEqual([
    `source-login-can-write \`shop\`: the login \`${EMAIL}\` may make tables in \`sales\`.`,
  ]);
});

const READER: HttpStep = (response, request) => {
  const step = request.body.includes("create table")
    ? refused(403, "accessDenied", "Access Denied: bigquery.tables.create")
    : looked();
  step(response, request);
};

test("a login that can only read has no warning", async () => {
  const { source } = await onGoogle({ dryRun: [READER] }, { dataset: "sales" });
  const stages = await doctor(source);
  expect(stages.every(({ ok, diagnostic }) => ok && !diagnostic)).toBe(true);
});

test("a dataset in which the login sees nothing is a warning", async () => {
  const steps = { dryRun: [READER], tables: [json({ totalItems: 0 })] };
  const { source } = await onGoogle(steps, { dataset: "sales" });
  const stages = await doctor(source);
  const warned = stages.flatMap(({ diagnostic }) => diagnostic ?? []);
  expect(warned.map(({ code }) => code)).toEqual(["source-without-tables"]);
  expect(stages.at(-1)?.ok).toBe(true);
});

const page: HttpStep = (response) => {
  response.writeHead(200, { "content-type": "text/html" }).end("<title>Welcome</title>");
};

test.each<[string, BigquerySteps, Fields, RegExp]>([
  [
    "a dataset that is misspelt",
    {
      dataset: [refused(404, "notFound", "Not found: Dataset demo:salse")],
      probe: [json({ datasets: [{ datasetReference: { datasetId: "sales" } }] })],
    },
    { dataset: "salse" },
    /^✗ privileges: .*no database `salse`\. .*`sales`/,
  ],
  [
    "a dataset elsewhere (source-location-wrong)",
    {},
    { dataset: "sales", location: "US" },
    /^✗ privileges: .*`sales` lies in `EU`.*`location: US`\. Write `location: EU`/,
  ],
  [
    "a login that may not run queries",
    { dryRun: [refused(403, "accessDenied", "does not have bigquery.jobs.create permission")] },
    {},
    /^✗ privileges: .*roles\/bigquery\.jobUser/,
  ],
  [
    "a service that is switched off",
    {
      dryRun: [refused(403, "accessNotConfigured", "BigQuery API has not been used in project 1")],
    },
    {},
    /^✗ privileges: .*gcloud services enable/,
  ],
  [
    "a web server that is no BigQuery",
    { probe: [json({ hello: "there" }, 404)] },
    {},
    /^✗ login: .*not in the way of BigQuery/,
  ],
  [
    "a page for browsers",
    { probe: [page] },
    {},
    /^✗ login: .*no JSON in UTF-8 \(text\/html\), and not in the way of BigQuery.*something between here and Google/i,
  ],
  [
    "a silent service",
    { probe: [SILENCE] },
    { connect_timeout: 1 },
    /^✗ connect: .*said nothing for 1 s/,
  ],
  [
    "a service that is silent once it is asked",
    { dryRun: [SILENCE] },
    { connect_timeout: 1 },
    /^✗ privileges: .*no whole answer within 1 s/,
  ],
  ["a peer that speaks no HTTP", { probe: [raw("+OK ready\r\n")] }, {}, /^✗ tls: .*speaks no HTTP/],
])("the doctor knows %s", async (_, steps, fields, words) => {
  const { source } = await onGoogle(steps, fields);
  expect(last(await doctor(source))).toMatch(words);
});

test("the doctor knows a host without a name, and a port at which nobody listens", async () => {
  const unnamed = await openBigquery("https://bigquery.invalid", {}, { trustedRoot: "/project" });
  expect(last(await doctor(unnamed))).toMatch(/^✗ \w+: /);
  const port = await freePort();
  const deaf = await openBigquery(`http://127.0.0.1:${port}`);
  expect(last(await doctor(deaf))).toMatch(
    new RegExp(
      `^✗ connect: .*nothing answers at \`127\\.0\\.0\\.1:${port}\` \\(connection refused\\)`,
    ),
  );
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // It listens on TCP.
  await new Promise((resolve) => server.close(resolve));
  return port;
}

test("calls go through the proxy of `HTTPS_PROXY`, but those to this machine", async () => {
  const asked: string[] = [];
  const proxy = createServer((socket) => {
    socket.once("data", (head) => {
      asked.push(head.toString("latin1").split("\r\n", 1)[0] ?? "");
      socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
    });
    socket.on("error", () => undefined);
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void proxy.close());
  const { port } = proxy.address() as AddressInfo; // It listens on TCP.
  const { HTTPS_PROXY: before } = process.env;
  process.env["HTTPS_PROXY"] = `http://127.0.0.1:${port}`;
  onTestFinished(() => {
    if (before === undefined) delete process.env["HTTPS_PROXY"];
    else process.env["HTTPS_PROXY"] = before;
  });
  const endpoint = "https://bigquery.googleapis.com";
  const source = await openBigquery(endpoint, { credentials_base64: base64(KEY) });
  expect(last(await doctor(source))).toMatch(/^✗ connect: .*the proxy answers HTTP 407/);
  expect(asked).toEqual(["CONNECT bigquery.googleapis.com:443 HTTP/1.1"]);
  const server = await startScriptedBigquery();
  const here = await openBigquery(server.url);
  expect((await collect(here, "select 1")).rows).toBe(1);
  await here.close();
  expect(asked).toHaveLength(1);
});
