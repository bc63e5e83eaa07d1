import { expect, test } from "vitest";
import { maskSecrets } from "./mask-secrets.js";

function masked(text: string): string | undefined {
  return maskSecrets({ get: () => text }).get("headwater.yml");
}

test("a password that is written out becomes dots of the same length", () => {
  expect(masked("host: db\npassword: hunter2\nport: 1")).toBe(
    "host: db\npassword: •••••••\nport: 1",
  );
  expect(masked('{ password: "a, b}", port: 1 }')).toBe("{ password: •••••••, port: 1 }");
  expect(masked("pasword: 'it''s'")).toBe("pasword: •••••••");
});

test("a reference to a variable is shown as written", () => {
  const text = `password: "{{ env_var('DB_PASSWORD') }}"\ntoken: \${env.TOKEN}\n`;
  expect(masked(text)).toBe(text);
});

test("text that is not a secret stays", () => {
  const text = "name: passengers\nsql: select secret_count from t\n";
  expect(masked(text)).toBe(text);
});

test("of a secret of several lines no line is shown", () => {
  const pem = [
    "-----BEGIN PRIVATE KEY-----",
    "MIIEcanary",
    "",
    "Zcanary==",
    "-----END PRIVATE KEY-----",
  ];
  const block = (indent: string) => pem.map((line) => (line ? indent + line : "")).join("\n");
  for (const text of [
    `a:\n  private_key: |\n${block("    ")}\n  host: db`,
    `- token: >-\n${block("    ")}\n  host: db`,
    `  pasword:\n${block("    ")}\n  host: db`,
    `  password: ${block("    ").trimStart()}\n  host: db`,
    `  password: "${block("")}"\n  host: db`,
    `# ${block("# ")}\n  host: db`,
  ]) {
    const shown = masked(text) ?? "";
    expect(shown).not.toContain("canary");
    expect(shown.split("\n")).toHaveLength(text.split("\n").length);
    expect(shown).toContain("  host: db");
  }
});

test("the login of an address is no one's to see, in whatever field it stands", () => {
  expect(masked("host: postgresql://u:canary@db/x")).toBe("host: postgresql://u:••••••@db/x");
  expect(masked("- https://canary@h/r.git@v1")).toBe("- https://••••••@h/r.git@v1");
  expect(masked("- https://h/r.git?access_token=canary")).toBe(
    "- https://h/r.git?access_token=••••••",
  );
  const variable = "host: postgresql://${env.DB_USER}:${env.DB_WORD}@db";
  expect(masked(variable)).toBe(variable);
});

test("a long text of repeated words is masked in the time that reading it takes", () => {
  for (const word of [
    "token",
    "password ",
    "token: ",
    "'token':",
    "://",
    "?token=",
    "a:",
    "key: |",
  ]) {
    const text = word.repeat(300_000 / word.length);
    expect(masked(text)).toHaveLength(text.length);
  }
});
