/**
 * Before a run and each run again: readers, workers and the command run from `dist/bundle` also
 * under test, so that it is made the code on the screen. Wrong types are shown and hinder nothing,
 * for the compiler emits all the same.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

const root = join(import.meta.dirname, "../..");
/** The compiler's exit codes: nothing to tell, and wrong code that it has emitted. */
const EMITTED = [0, 2];

/** The variable that is set once it is built: each project of the tests asks, in modules of its own. */
const BUILT = "HEADWATER_TEST_BUILT";

export default function setup(project: TestProject): void {
  if (process.env[BUILT] !== undefined) return;
  process.env[BUILT] = "yes";
  build();
  project.onTestsRerun(build);
}

function build(): void {
  const tsc = join(root, "node_modules/.bin/tsc");
  const { status } = spawnSync(tsc, ["-b", "tsconfig.node.json"], { cwd: root, stdio: "inherit" });
  if (status === null || !EMITTED.includes(status)) {
    throw new Error("`dist` is not what `src` is: `npx tsc -b` tells why. No test was run.");
  }
  for (const file of leftovers()) rmSync(join(root, "dist", file));
  const bundle = spawnSync(process.execPath, [join(root, "scripts/bundle.js")], {
    stdio: "inherit",
  });
  if (bundle.status !== 0) throw new Error("The bundle cannot be made. No test was run.");
}

/** Modules in `dist` whose source was moved or deleted: what still starts one of them must fail. */
function leftovers(): string[] {
  return readdirSync(join(root, "dist"), { recursive: true, encoding: "utf8" }).filter((file) => {
    const [, name] = /^(?!(?:viewer|bundle)\b)(.*?)(?:\.d\.ts|\.js)$/.exec(file) ?? [];
    return name !== undefined && !existsSync(join(root, "src", `${name}.ts`));
  });
}
