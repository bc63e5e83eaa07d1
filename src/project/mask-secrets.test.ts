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
