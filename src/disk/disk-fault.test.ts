import { expect, test } from "vitest";
import { diskFault, fullDisk } from "./disk-fault.js";

function systemError(code: string, syscall: string): Error {
  return Object.assign(new Error(`${code}: it failed, ${syscall} '/data/target'`), {
    code,
    syscall,
  });
}

test.each([
  ["ENOSPC", "write", "Make room there"],
  ["EACCES", "mkdir", "Give its owner's rights"],
  ["ENOTDIR", "mkdir", "A file stands where a folder belongs"],
  ["EMFILE", "open", "ulimit -n"],
])("%s of %s is told with what helps against it", (code, syscall, hint) => {
  const fault = diskFault(systemError(code, syscall), "/data/target");
  expect(fault).toMatchObject({ code: "out-of-disk", hint: expect.stringContaining(hint) });
});

test("other errors say nothing of the disk", () => {
  for (const error of [systemError("ENOENT", "open"), systemError("EEXIST", "open"), "text"]) {
    expect(diskFault(error, "/data/target")).toBeUndefined();
  }
});

test("DuckDB's word for a full disk is understood, and nothing else of its errors", () => {
  const message = 'IO Error: Could not write file "/data/tmp/draft-1": No space left on device';
  expect(fullDisk(message)?.message).toBe(
    "Results cannot be written below `/data/tmp`: No space left on device",
  );
  expect(fullDisk('IO Error: Could not write file "/data/x": Input/output error')).toBe(undefined);
});
