import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "viewer/src/**/*.test.ts", "test/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    /** A busy machine takes seconds to draw what else is there at once. */
    expect: { poll: { timeout: 20_000 } },
  },
});
