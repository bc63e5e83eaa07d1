/**
 * Installs the test servers that come from package registries, for `npm run test:servers`: one for
 * each `test/servers/installable/<name>.json`, into a folder of the user's cache, where the tests
 * look for them. `npm test` installs nothing of this kind; the tests of a server that is not there
 * are skipped by name. Names behind the command install only these; `--list` says what is there.
 *
 * An entry has a `name`, a `version` (another one makes the server anew), what it is `about`, the
 * programs that it `needs`, and its `steps`, each a command with its arguments. In these,
 * `{folder}` is the server's own folder, which is also the HOME of each step.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

const CACHE = join(
  process.env.XDG_CACHE_HOME || join(homedir(), ".cache"),
  "headwater-test-servers",
);
const ENTRIES = join(import.meta.dirname, "..", "test", "servers", "installable");

const [names, flags] = [[], new Set()];
for (const word of process.argv.slice(2)) {
  if (word.startsWith("--")) flags.add(word);
  else names.push(word);
}
const entries = readdirSync(ENTRIES).map((file) =>
  JSON.parse(readFileSync(join(ENTRIES, file), "utf8")),
);
const unknown = names.filter((name) => entries.every((entry) => entry.name !== name));
if (unknown.length > 0) {
  console.error(`There is no test server ${unknown.join(", ")}.`);
  process.exit(2);
}
const wanted = entries.filter(({ name }) => names.length === 0 || names.includes(name));
const failed = wanted.filter((entry) => !(flags.has("--list") ? list(entry) : provide(entry)));
process.exitCode = failed.length > 0 ? 1 : 0;

function list(entry) {
  const { name, version, about } = entry;
  console.log(`${isThere(entry) ? "✓" : "·"} ${name} ${version}: ${about}`);
  return true;
}

/** Whether the server is there afterwards. */
function provide(entry) {
  const { name, version, about, needs, steps } = entry;
  if (isThere(entry)) {
    console.log(`✓ ${name} ${version} is there.`);
    return true;
  }
  const missing = needs.filter((program) => !isOnPath(program));
  if (missing.length > 0) {
    console.log(`✗ ${name} needs ${missing.join(", ")}; its tests are skipped.`);
    return false;
  }
  console.log(`Installing ${name} ${version} (${about}) …`);
  const folder = folderOf(entry);
  // A part of an earlier attempt is no part of this one.
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const step of steps) {
    const [program, ...args] = step.map((word) => word.replaceAll("{folder}", folder));
    const { status, error } = spawnSync(program, args, {
      cwd: folder,
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, HOME: folder },
    });
    if (status !== 0) {
      console.log(`✗ ${name}: ${error?.message ?? `${step.join(" ")} ended with ${status}`}`);
      return false;
    }
  }
  writeFileSync(join(folder, "ready"), version);
  console.log(`✓ ${name} ${version} is installed in ${folder}.`);
  return true;
}

function isThere(entry) {
  return existsSync(join(folderOf(entry), "ready"));
}

function folderOf({ name, version }) {
  return join(CACHE, `${name}-${version}`);
}

function isOnPath(program) {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return folders.some((folder) => existsSync(join(folder, program)));
}
