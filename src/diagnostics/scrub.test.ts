import { expect, test } from "vitest";
import { createScrubber } from "./scrub.js";

const secret = "c4nary p@ss/word+";
const scrubber = createScrubber([secret, "", "x"]);
const text = (value: string) => scrubber.text(value);

test.each([
  ["as written", secret],
  ["URL-encoded", encodeURIComponent(secret)],
  ["form-encoded", new URLSearchParams({ p: secret }).toString().slice(2)],
  ["escaped in JSON", JSON.stringify(`a"${secret}`)],
])("a secret %s is masked", (_form, value) => {
  const scrubbed = text(`before ${value} after`);
  expect(scrubbed).toContain("***");
  expect(scrubbed).not.toContain("c4nary");
});

test.each(["", "u", "us", "use", "user:"])("a secret in base64 after %j is masked", (before) => {
  const encoded = Buffer.from(`${before}${secret}:tail`).toString("base64");
  expect(text(encoded)).toContain("***");
  const url = Buffer.from(`${before}${secret}:tail`).toString("base64url");
  expect(text(url)).toContain("***");
});

test.each(["\n", String.raw`\n`])("each line of a key is masked, joined by %j", (end) => {
  const lines = ["-----BEGIN PRIVATE KEY-----", "MIIEvQIBADANBgkq", "hkiG9w0BAQEFAASC", "ab=="];
  const key = createScrubber([lines.join(end)]);
  expect(key.text(`  ${lines[1]}`)).toBe("  ***");
  expect(key.text(`1 | ${lines[2]}"`)).toBe('1 | ***"');
  expect(key.text("ab== is short")).toBe("ab== is short");
});

test("empty and very short values leave messages readable", () => {
  expect(text("an exact text")).toBe("an exact text");
});

test("every text of a diagnostic is scrubbed", () => {
  const scrubbed = scrubber.diagnostic({
    code: "any",
    severity: "error",
    message: secret,
    hint: secret,
    detail: secret,
    related: [{ message: secret }],
    frame: { firstLine: 1, lines: [`password: ${secret}`] },
  });
  expect(JSON.stringify(scrubbed)).not.toContain("c4nary");
});
