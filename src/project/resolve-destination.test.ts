import { expect, test } from "vitest";
import { projectOf } from "../../test/support/project-text.js";
import { projectSecrets } from "./project-secrets.js";
import { resolveDestination } from "./resolve-destination.js";

const PROJECT = `
destinations:
  - { name: room, type: slack, webhook_url: "\${env.HOOK}" }
  - { name: written, type: slack, webhook_url: "https://hooks.example.com/T/abcdefghij" }
  - { name: mail, type: email, to: ["\${env.TO}", b@example.com], host: h, port: "\${env.PORT}", secure: "\${env.SECURE}", password: "\${env.PASSWORD}" }
`;

async function resolved(variables: Record<string, string>) {
  const project = await projectOf(PROJECT, { variables });
  return {
    secrets: projectSecrets(project).map(({ value }) => value),
    settings: project.destinations.map(
      ({ settings }) => settings && resolveDestination(settings, project.environment),
    ),
  };
}

test("what comes from the environment gets the type of its field, and secrets are known", async () => {
  const { secrets, settings } = await resolved({
    HOOK: "https://hooks.example.com/x",
    TO: "a@example.com",
    PORT: "2525",
    SECURE: "TRUE",
    PASSWORD: "0123",
  });
  expect(settings[0]).toEqual({ type: "slack", webhookUrl: "https://hooks.example.com/x" });
  expect(settings[2]).toEqual({
    type: "email",
    to: ["a@example.com", "b@example.com"],
    host: "h",
    port: 2525,
    secure: true,
    password: "0123",
  });
  expect(secrets).toEqual([
    "https://hooks.example.com/x",
    "x",
    "https://hooks.example.com/T/abcdefghij",
    "T/abcdefghij",
    "abcdefghij",
    "0123",
  ]);
});

test("a variable that is missing or of another kind is a reason", async () => {
  const all = { TO: "a", PORT: "1", SECURE: "true", PASSWORD: "p" };
  expect((await resolved(all)).settings[0]).toEqual({ reason: "the variable `HOOK` is not set." });
  expect((await resolved({ ...all, PORT: "x" })).settings[2]).toEqual({
    reason: "its `port` is not a number.",
  });
  expect((await resolved({ ...all, SECURE: "1" })).settings[2]).toEqual({
    reason: "its `secure` is neither `true` nor `false`.",
  });
});
