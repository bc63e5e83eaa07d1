/**
 * The whole suite, as `npm test` and CI run it: what the machine lacks is installed, the code is
 * built and checked, then the tests run, which build the viewer if it is older than its sources.
 * The last line counts checks and tests together: `N passed, N failed, N skipped`.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Debian packages that the tests start as real servers or drive as a real browser. */
const PACKAGES = [
  { name: "postgresql", present: () => existsSync("/usr/lib/postgresql") },
  { name: "mariadb-server", present: () => existsSync("/usr/sbin/mariadbd") },
  { name: "pgbouncer", present: () => existsSync("/usr/sbin/pgbouncer") },
  { name: "chromium", present: () => existsSync("/usr/bin/chromium") },
  { name: "redis-server", present: () => existsSync("/usr/bin/redis-server") },
];

const CHECKS = [
  { name: "build of the Node code", command: ["tsc", "-b"] },
  { name: "format", command: ["oxfmt", "--check", "."] },
  { name: "lint", command: ["oxlint", "--type-aware", "--deny-warnings"] },
  { name: "unused code", command: ["knip"] },
  { name: "code and packages that only tests use", command: ["knip", "--production"] },
];

installPackages();
const counts = { passed: 0, failed: 0, skipped: 0 };
for (const check of CHECKS) runCheck(check);
runTests();
console.log(
  `\n${counts.passed} passed, ${counts.failed} failed${counts.skipped ? `, ${counts.skipped} skipped` : ""}`,
);
process.exitCode = counts.failed > 0 ? 1 : 0;

function installPackages() {
  const missing = PACKAGES.filter(({ present }) => !present()).map(({ name }) => name);
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) {
    console.log(`Not installed, their tests are skipped: ${missing.join(", ")}`);
    return;
  }
  console.log(`Installing ${missing.join(", ")} …`);
  const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  spawnSync("apt-get", ["update", "-qq"], { stdio: "ignore", env: environment });
  const { status } = spawnSync("apt-get", ["install", "-y", "-qq", ...missing], {
    stdio: ["ignore", "ignore", "inherit"],
    env: environment,
  });
  if (status !== 0)
    console.log(`Could not install ${missing.join(", ")}; their tests are skipped.`);
}

function runCheck({ name, command: [tool, ...args] }) {
  const started = Date.now();
  const { status } = spawnSync(join("node_modules", ".bin", tool), args, { stdio: "inherit" });
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`${status === 0 ? "✓" : "✗"} ${name} (${seconds} s)`);
  counts[status === 0 ? "passed" : "failed"] += 1;
}

function runTests() {
  const folder = mkdtempSync(join(tmpdir(), "headwater-test-"));
  const report = join(folder, "report.json");
  const { status } = spawnSync(
    join("node_modules", ".bin", "vitest"),
    ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
    { stdio: "inherit" },
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
  if (status !== 0 && counts.failed === 0) counts.failed += 1;
  rmSync(folder, { recursive: true });
}
