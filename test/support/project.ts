import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/** A new empty folder, removed when the test has ended. */
export async function temporaryFolder(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "headwater-test-")));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * Writes files, by their path with `/`, into a new folder that is removed when the test has ended.
 */
export async function writeProject(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await temporaryFolder();
  await writeFiles(folder, files);
  return folder;
}

/** Writes files into a folder that is there. */
export async function writeFiles(
  folder: string,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
}

/** A value for each variable that a text asks the environment for. */
export function variablesOf(yaml: string): Record<string, string> {
  const names = [...yaml.matchAll(/\$\{env\.(\w+)|env_var\(\s*['"](\w+)/g)];
  return Object.fromEntries(names.map(([, short, long]) => [short ?? long ?? "", "x"]));
}
