/** Other programs that bring the same table into Parquet, where a Python has them. */
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { measure, medianRun } from "../support/measure.js";

const program = join(import.meta.dirname, "peer.py");
const DATABASES = {
  "DuckDB's scanner": ["postgresql", "mysql", "sqlite"],
  connectorx: ["postgresql", "mysql", "sqlite"],
  ADBC: ["postgresql"],
};

/**
 * The peers that a Python has for a database; none without one.
 *
 * @param {{ python: string | undefined, database: string, address: string, folder: string }} options
 * @returns {{ name: string, run: () => Promise<void>, median: () => import("../support/measure.js").Measured | undefined }[]} `median`: none where it could not read the table
 */
export function peersOf({ python, database, address, folder }) {
  if (python === undefined) return [];
  const installed = execFileSync(python, [program], { encoding: "utf8" }).trim().split("\n");
  const names = installed.filter((name) => DATABASES[name]?.includes(database));
  return names.map((name) => {
    const runs = [];
    const run = async () => {
      const file = join(folder, "peer.parquet");
      const command = [python, program, name, database, address, file];
      const measured = await measure(command, { interval: 50 }).catch(() => undefined);
      if (measured) runs.push(measured);
      rmSync(file, { force: true });
    };
    return { name, run, median: () => (runs.length > 0 ? medianRun(runs) : undefined) };
  });
}
