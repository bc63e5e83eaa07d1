import { defineConfig } from "vitest/config";
import { LongestFirst } from "./test/support/longest-first.js";

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    /** Twice the processors of CI: tests often wait for servers, browsers and the clock. */
    maxWorkers: 4,
    /** Modules keep no state of their own, so files may share them. */
    isolate: false,
    sequence: { sequencer: LongestFirst },
    /** A busy machine takes seconds to draw what else is there at once. */
    expect: { poll: { timeout: 20_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["src/**/*.test.ts", "viewer/src/**/*.test.ts"],
          globalSetup: ["test/support/fresh-build.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "whole",
          include: ["test/**/*.test.ts"],
          globalSetup: [
            "test/support/fresh-build.ts",
            "test/support/fresh-viewer.ts",
            "test/support/server-templates.ts",
          ],
        },
      },
    ],
  },
});
