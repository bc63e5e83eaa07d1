/**
 * Before a run and each run again: the viewer is built where its sources are newer than what was
 * built last.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

const root = join(import.meta.dirname, "../..");
/** What it is made of; the architecture test lets it import nothing else of `src`. */
const SOURCES = ["viewer", "src/contract", "vite.config.ts", "package-lock.json"];

export default function setup(project: TestProject): void {
  build();
  project.onTestsRerun(build);
}

function build(): void {
  const page = join(root, "dist/viewer/index.html");
  if (existsSync(page) && statSync(page).mtimeMs >= newest()) return;
  const vite = join(root, "node_modules/.bin/vite");
  const { status } = spawnSync(vite, ["build", "--logLevel", "warn"], {
    cwd: root,
    stdio: "inherit",
    // Vitest says `test`, for which libraries have other code than for users.
    env: { ...process.env, NODE_ENV: "production" },
  });
  if (status !== 0) throw new Error("The viewer cannot be built. No test was run.");
}

/** Folders count too: their time is that of the last file that came or went. */
function newest(): number {
  const paths = SOURCES.map((path) => join(root, path));
  const inside = paths
    .filter((path) => statSync(path).isDirectory())
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => join(folder, file)),
    );
  return Math.max(...[...paths, ...inside].map((path) => statSync(path).mtimeMs));
}
