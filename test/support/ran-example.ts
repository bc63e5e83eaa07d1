import { existsSync, mkdtempSync } from "node:fs";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { TEMPLATES } from "../servers/data-folder.js";
import { exampleAt, EXAMPLES, type Demo } from "./flights-demo.js";

/** An example with the results of its run. */
export interface RanExample extends Demo {
  /** What the run printed with `--json`. */
  readonly events: string;
}

const EVENTS = "run.ndjson";

/**
 * It runs once for all files of tests: whoever asks reads its results, and writes elsewhere. Where
 * another file is making it this one waits, whatever its machine takes.
 */
export async function ranExample(name: string): Promise<RanExample> {
  const templates = process.env[TEMPLATES] ?? mkdtempSync(join(tmpdir(), "headwater-templates-"));
  const directory = join(templates, `example-${name}`);
  const demo = exampleAt(directory);
  const isFirst = await mkdir(directory).then(
    () => true,
    () => false,
  );
  const finished = join(directory, "target", EVENTS);
  if (isFirst) await run(name, demo, finished);
  while (!existsSync(finished)) {
    if (!existsSync(directory)) throw new Error(`The run of ${name} failed in another file`);
    await setTimeout(100);
  }
  return { ...demo, events: await readFile(finished, "utf8") };
}

async function run(name: string, demo: Demo, finished: string): Promise<void> {
  const from = join(EXAMPLES, name);
  const filter = (path: string) => !path.startsWith(join(from, "target"));
  await cp(from, demo.directory, { recursive: true, filter });
  const { code, stdout, stderr } = await demo.headwater(["run", "--trust", "--json"]);
  if (code === 0) return writeFile(finished, stdout);
  await rm(demo.directory, { recursive: true });
  throw new Error(stderr);
}

/** A new folder with the site of an example. */
export async function publishExample(name: string): Promise<string> {
  const example = await ranExample(name);
  const folder = mkdtempSync(join(tmpdir(), "headwater-site-"));
  const { code, stderr } = await example.headwater(["dist", "-o", folder]);
  if (code !== 0) throw new Error(stderr);
  return folder;
}
