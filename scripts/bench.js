/**
 * `npm run bench` lists the benchmarks; `npm run bench NAME` runs one, with the arguments that
 * follow its name.
 */
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { basename, join } from "node:path";

const folder = join(import.meta.dirname, "../bench");
const names = readdirSync(folder)
  .filter((file) => file.endsWith(".js"))
  .map((file) => basename(file, ".js"));
const [name, ...args] = process.argv.slice(2);

if (names.includes(name)) {
  const { status } = spawnSync(process.execPath, [join(folder, `${name}.js`), ...args], {
    stdio: "inherit",
  });
  process.exitCode = status ?? 1;
} else {
  if (name !== undefined) console.error(`There is no benchmark \`${name}\`.`);
  console.log(`Benchmarks: ${names.join(", ")}. What each measures is said in bench/README.md.`);
  process.exitCode = name === undefined ? 0 : 2;
}
