import { expect, test } from "vitest";
import type { Diagnostic } from "../../contract/diagnostic.js";
import { exitCodeOf } from "./exit-code.js";
import type { FailureCause } from "../job-failure.js";

const wrong: Diagnostic = { code: "any", severity: "error", message: "" };

test.each<[string, Diagnostic[], (FailureCause | undefined)[], number]>([
  ["all is well", [], [undefined], 0],
  ["the project has errors", [wrong], [undefined], 1],
  ["an object could not be run", [], ["problem"], 1],
  ["a job failed besides", [wrong], ["problem", "failure"], 3],
  ["only scripts were refused", [wrong], ["refused", undefined], 5],
  ["a script was refused and a job failed", [], ["refused", "failure"], 3],
  ["the disk was full", [], ["failure", "resource"], 6],
])("when %s", (_what, errors, causes, code) => {
  const outcomes = causes.map((failure) => (failure ? { failure } : {}));
  expect(exitCodeOf(errors, outcomes, false)).toBe(code);
  expect(exitCodeOf(errors, outcomes, true)).toBe(130);
});
