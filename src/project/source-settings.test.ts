import { expect, test } from "vitest";
import { FAKE_SOURCE_TYPES, projectOf } from "../../test/support/project-text.js";
import { missingVariables, sourceSettings } from "./source-settings.js";

async function settingsOf(text: string, variables: Record<string, string> = {}) {
  const project = await projectOf(text, { variables });
  const [source] = project.sources;
  if (!source) throw new Error("no source");
  return sourceSettings(source, project.environment, FAKE_SOURCE_TYPES);
}

const TEXT = `
sources:
  - name: a
    type: server
    host: \${env.HOST}-\${env.ZONE:-eu}
    database: shop
    password: \${env.PASSWORD}
    keys:
      - { file: one.pem, token: "\${env.TOKEN}" }
`;

test("each setting tells where it comes from, and secrets are masked", async () => {
  const settings = await settingsOf(TEXT, { HOST: "db", PASSWORD: "hunter2" });
  expect(settings.map(({ field, value, origin }) => [field, value, origin.kind])).toEqual([
    ["host", "db-eu", "variable"],
    ["database", "shop", "file"],
    ["password", "***", "variable"],
    ["keys.0.file", "one.pem", "file"],
    ["keys.0.token", undefined, "variable"],
    ["port", "5432", "default"],
  ]);
  expect(JSON.stringify(settings)).not.toContain("hunter2");
  expect(settings[0]?.origin).toMatchObject({
    variables: [
      { name: "HOST", where: "the process environment" },
      { name: "ZONE", where: "its default" },
    ],
  });
  expect(settings[1]?.origin).toMatchObject({ at: { start: { line: 6 } } });
});

test("variables without a value are listed once", async () => {
  expect(missingVariables(await settingsOf(TEXT))).toEqual(["HOST", "PASSWORD", "TOKEN"]);
});
