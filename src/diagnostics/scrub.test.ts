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

test("of a secret of several lines each line is masked, and lines stay lines", () => {
  const pem = "-----BEGIN KEY-----\nMIIEcanary\nZcanary==\n-----END KEY-----\n";
  const own = createScrubber([pem]);
  const scrub = (value: string) => own.text(value);
  expect(scrub("  MIIEcanary\n  Zcanary==")).toBe("  ***\n  ***");
  expect(scrub(`a\n${pem}b`).split("\n")).toHaveLength(6);
});

test("what gives access in an address is masked although nobody said that it is a secret", () => {
  const own = createScrubber([]);
  const scrub = (value: string) => own.text(value);
  expect(scrub("mysql://root:canary@db and https://canary@h/r.git")).toBe(
    "mysql://root:***@db and https://***@h/r.git",
  );
  expect(scrub("https://h/r.git?access_token=canary&ref=a")).toBe(
    "https://h/r.git?access_token=***&ref=a",
  );
  expect(scrub("`https://h/a@b` and me@example.com")).toBe("`https://h/a@b` and me@example.com");
});
