import { expect, test } from "vitest";
import { temporaryFolder } from "../../../test/support/project.js";
import { readSourceText } from "./source-text.js";

test("what the operating system refuses to read is told with its reason", async () => {
  const { text, diagnostics } = readSourceText(await temporaryFolder(), "sales.yml");
  expect(text).toBeUndefined();
  expect(diagnostics).toMatchObject([
    { code: "file-unreadable", message: "`sales.yml` cannot be read (EISDIR)." },
  ]);
});
