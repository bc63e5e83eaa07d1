import { expect, test } from "vitest";
import { loadFiles } from "../../test/support/load-files.js";
import { withRun } from "../../test/support/run-project.js";

const control = { signal: new AbortController().signal };

test("readers have the project's limits, whichever command asks for them", async () => {
  const project = await loadFiles({
    "headwater.yml": "name: small\ndefaults: { limits: { memory: 200MB, spill: 50MB } }\n",
  });
  const first = await withRun(project, {}, async (run) => {
    const { embedded } = await run.readers();
    const sql =
      "select current_setting('memory_limit') || ', ' || current_setting('max_temp_directory_size')";
    const { result } = await embedded.rows(sql, 1, { relations: [], timeZone: "UTC" }, control);
    return result.columns[0]?.values[0];
  });
  // Two statements share the memory.
  expect(first).toBe("95.0 MiB, 47.6 MiB");
});
