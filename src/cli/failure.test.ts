import { expect, test } from "vitest";
import { createColors } from "./colors.js";
import { SourceError } from "../rows/stream.js";
import { describeFailure } from "./failure.js";

const sink = {
  write: () => {},
  isTerminal: false,
  columns: 80,
  colors: createColors(false),
};

function systemError(code: string, syscall: string): Error {
  return Object.assign(new Error(`${syscall} failed`), { code, syscall });
}

test("each kind of failure has its exit code and its words", () => {
  const unknown = { code: "source-failed", severity: "error", message: "`shop` is away." } as const;
  const cases: [unknown, number, string][] = [
    [new SourceError(unknown), 3, "error[source-failed]: `shop` is away."],
    [systemError("EACCES", "listen"), 2, "error[port-unusable]"],
    [systemError("ENOSPC", "write"), 6, "error[out-of-resource]"],
    [systemError("EACCES", "open"), 1, "error[file-refused]"],
    [systemError("ENOTDIR", "open"), 1, "A file stands where a folder belongs"],
    [new TypeError("x is not a function"), 70, "TypeError: x is not a function"],
    [new TypeError("x"), 70, "error[internal-error]"],
    ["thrown text", 70, "thrown text"],
  ];
  for (const [error, exitCode, part] of cases) {
    const failure = describeFailure(error, sink);
    expect([failure.exitCode, failure.text]).toEqual([exitCode, expect.stringContaining(part)]);
  }
});
