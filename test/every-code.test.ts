/**
 * Each code of the catalogue is raised by a test that names it. That each is in the reference,
 * `docs.test.ts` checks.
 */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { diagnosticCatalogue } from "../src/diagnostics/catalogue/index.js";
import { FAULT_CASES } from "./support/one-fault.js";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const codes = Object.keys(diagnosticCatalogue());

/** What takes a machine or a server that fails; the list must not grow. */
const NOT_RAISED: readonly string[] = [
  "source-check-silent",
  "source-tls-unverified",
  "reader-failed",
  "engine-out-of-memory",
  "port-taken",
];

test("each code is raised by a test", () => {
  const raised = new Set(FAULT_CASES.map(({ code }) => code));
  const expected = ["src", "test", "viewer/src"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => /(?:\.test\.ts|[/\\]diagnostics\.txt)$/.test(name))
      .filter((name) => name !== "every-code.test.ts")
      .map((name) => readFileSync(join(root, folder, name), "utf8")),
  );
  const text = expected.join("\n").replaceAll(/^\s*(?:\/\/|\/?\*).*$/gm, "");
  const isExpected = (code: string): boolean =>
    code.includes("-")
      ? new RegExp(`(?<![\\w-])${code}(?![\\w-])`).test(text)
      : new RegExp(`(?:error|warning) ${code}:|"${code}"`).test(text);
  const missing = codes.filter((code) => !raised.has(code) && !isExpected(code));
  expect(missing.toSorted()).toEqual(NOT_RAISED.toSorted());
});
