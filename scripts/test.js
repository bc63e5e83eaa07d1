/**
 * The whole suite, as `npm test` and CI run it: the code is built, what the machine lacks is
 * installed beside the unit tests, then the others run, which build the viewer if it is older than
 * its sources. Beside all that the code is checked with what they leave of the processors, for they
 * often wait; what the checks say follows when all is done. The last line counts checks and tests
 * together: `N passed, N failed, N skipped`.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { constants, setPriority, tmpdir } from "node:os";
import { join } from "node:path";

/** Debian packages that the tests start as real servers or drive as a real browser. */
const PACKAGES = [
  { name: "postgresql", present: () => existsSync("/usr/lib/postgresql") },
  { name: "mariadb-server", present: () => existsSync("/usr/sbin/mariadbd") },
  { name: "pgbouncer", present: () => existsSync("/usr/sbin/pgbouncer") },
  {
    name: "chromium-headless-shell",
    present: () => existsSync("/usr/bin/chromium-headless-shell"),
  },
  { name: "redis-server", present: () => existsSync("/usr/bin/redis-server") },
];

const BUILD = { name: "build of the Node code", command: ["tsc", "-b"] };
const CHECKS = [
  { name: "format", command: ["oxfmt", "--check", "."] },
  { name: "lint", command: ["oxlint", "--type-aware", "--deny-warnings"] },
  { name: "unused code", command: ["knip"] },
  { name: "code and packages that only tests use", command: ["knip", "--production"] },
];

const counts = { passed: 0, failed: 0, skipped: 0 };
tellCheck(await runCheck(BUILD));
const checked = runChecks();
const missing = PACKAGES.filter(({ present }) => !present()).map(({ name }) => name);
if (missing.length > 0) {
  // What needs no server fills the time of the installation.
  const installed = installPackages(missing);
  await runTests("--project", "unit");
  await installed;
  await runTests("--project", "whole");
} else {
  await runTests();
}
for (const check of await checked) tellCheck(check);
console.log(
  `\n${counts.passed} passed, ${counts.failed} failed${counts.skipped ? `, ${counts.skipped} skipped` : ""}`,
);
process.exitCode = counts.failed > 0 ? 1 : 0;

async function installPackages(missing) {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) {
    console.log(`Not installed, their tests are skipped: ${missing.join(", ")}`);
    return;
  }
  console.log(`Installing ${missing.join(", ")} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await ended(spawn("apt-get", ["update", "-qq"], { stdio: "ignore", env }));
  const install = ["install", "-y", "-qq", ...missing];
  const status = await ended(
    spawn("apt-get", install, { stdio: ["ignore", "ignore", "inherit"], env }),
  );
  if (status !== 0)
    console.log(`Could not install ${missing.join(", ")}; their tests are skipped.`);
}

async function runChecks() {
  const done = [];
  for (const check of CHECKS) done.push(await runCheck(check, constants.priority.PRIORITY_LOW));
  return done;
}

/** Its name, what it printed, its exit code and how long it took. */
async function runCheck({ name, command: [tool, ...args] }, priority) {
  const started = Date.now();
  const child = spawn(join("node_modules", ".bin", tool), args, { env: coloured() });
  if (priority !== undefined) setPriority(child.pid, priority);
  const output = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => output.push(part));
  const status = await ended(child);
  return { name, output: Buffer.concat(output), status, seconds: (Date.now() - started) / 1000 };
}

function tellCheck({ name, output, status, seconds }) {
  process.stdout.write(output);
  console.log(`${status === 0 ? "✓" : "✗"} ${name} (${seconds.toFixed(1)} s)`);
  counts[status === 0 ? "passed" : "failed"] += 1;
}

/** What is printed later looks as if it were printed to the terminal. */
function coloured() {
  return process.stdout.isTTY ? { ...process.env, FORCE_COLOR: "1" } : process.env;
}

/** The exit code of a process; null where a signal ended it. */
function ended(child) {
  return new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
}

/** With these arguments, and adds to the counts. */
async function runTests(...args) {
  const folder = mkdtempSync(join(tmpdir(), "headwater-test-"));
  const report = join(folder, "report.json");
  const before = counts.failed;
  const status = await ended(
    spawn(
      join("node_modules", ".bin", "vitest"),
      ["run", ...args, "--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
      { stdio: "inherit" },
    ),
  );
  if (existsSync(report)) {
    const { numPassedTests, numFailedTests, numPendingTests, testResults } = JSON.parse(
      readFileSync(report, "utf8"),
    );
    counts.passed += numPassedTests;
    counts.failed += numFailedTests;
    counts.skipped += numPendingTests;
    const skipped = testResults.flatMap(({ assertionResults }) =>
      assertionResults.filter(({ status }) => status === "skipped" || status === "pending"),
    );
    for (const { fullName } of skipped) console.log(`skipped: ${fullName}`);
  }
  if (status !== 0 && counts.failed === before) counts.failed += 1;
  rmSync(folder, { recursive: true });
}
