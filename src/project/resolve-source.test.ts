import { expect, test } from "vitest";
import { FAKE_SOURCE_TYPES, projectOf, told } from "../../test/support/project-text.js";
import { resolveSource } from "./resolve-source.js";

async function resolved(text: string, variables: Readonly<Record<string, string>> = {}) {
  const project = await projectOf(`sources:\n  - ${text}`, { variables });
  const [source] = project.sources;
  if (!source) throw new Error("The text declares no source.");
  return resolveSource(source, project.environment, FAKE_SOURCE_TYPES);
}

test("values of the environment become the field's type, defaults are added, paths absolute", async () => {
  const result = await resolved(
    "{ name: a, type: server, database: '${env.NAME}', port: '${env.PORT}', ssl: '${env.SSL}', " +
      "certificate: keys/a.pem, keys: [{ file: '${env.FILE}', token: x }] }",
    { NAME: "007", PORT: "6543", SSL: "true", FILE: "b.pem" },
  );
  expect(result).toEqual({
    config: {
      host: "localhost",
      database: "007",
      port: 6543,
      ssl: true,
      certificate: "/project/keys/a.pem",
      keys: [{ file: "/project/b.pem", token: "x" }],
    },
    secrets: [],
    diagnostics: [],
  });
});

test("a value is substituted once, whatever characters it has", async () => {
  const secret = "a$b'\"\\${env.OTHER}: #";
  const { config, secrets } = await resolved(
    "{ name: a, type: server, database: d, password: '<${env.SECRET}>' }",
    { SECRET: secret, OTHER: "x" },
  );
  expect(config?.["password"]).toBe(`<${secret}>`);
  // The variable alone may appear too.
  expect(secrets).toEqual([`<${secret}>`, secret]);
});

test("missing variables and wrong values are told at their places, secrets are handed out all the same", async () => {
  const result = await resolved(
    "{ name: a, type: server, database: '${env.NONE}', port: '${env.PORT}', password: '${env.SECRET}' }",
    { PORT: "ninety", SECRET: "canary" },
  );
  expect(result.config).toBeUndefined();
  expect(result.secrets).toEqual(["canary"]);
  expect(told(result)).toEqual([
    "2:40 error missing-variable: The environment variable `NONE` is not set. (Set `NONE` in the environment or in `.env`.)",
    "2:61 error wrong-type: `port` needs a number, but this is text.",
  ]);
});

test("in-memory databases, addresses and absolute paths are left alone", async () => {
  const paths = [":memory:", "s3://bucket/file.db", "/var/a.db"];
  for (const path of paths) {
    const { config } = await resolved(`{ name: a, type: sqlite, database: "${path}" }`);
    expect(config).toEqual({ database: path });
  }
});

test("a source of unknown type has its own problems as an answer", async () => {
  const result = await resolved("{ name: a, type: sqllite }");
  expect(result).toMatchObject({ secrets: [], diagnostics: [{ code: "unknown-source-type" }] });
});
