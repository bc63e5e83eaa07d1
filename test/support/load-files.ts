import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { loadProject } from "../../src/project/load-project.js";
import type { Project } from "../../src/project/project.js";
import { createRenderer } from "../../src/project/read/jinja/renderer.js";
import type { SourceTypes } from "../../src/project/source-types.js";
import { readPlugin } from "../../src/sources/plugins.js";
import { SOURCE_TYPES } from "../../src/sources/registry.js";

export interface LoadFilesOptions {
  /**
   * An existing folder, such as that of an earlier load; a new one in the system's temporary folder
   * when absent.
   */
  readonly root?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly environment?: string;
  readonly now?: Date;
  /** Those of Headwater when absent. */
  readonly sourceTypes?: SourceTypes;
}

/** Of all projects of a worker: to start its thread takes longer than to read most of them. */
const renderer = createRenderer();

/** Writes files and loads the project that they are. */
export async function loadFiles(
  files: Readonly<Record<string, string>>,
  { root, env = {}, environment, now, sourceTypes = SOURCE_TYPES }: LoadFilesOptions = {},
): Promise<Project> {
  const directory = root ?? mkdtempSync(join(tmpdir(), "headwater-test-"));
  for (const [name, text] of Object.entries(files)) {
    const path = join(directory, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return loadProject({
    directory,
    processEnv: { PATH: process.env["PATH"], ...env },
    sourceTypes,
    readPlugin,
    renderer,
    ...(environment !== undefined && { environment }),
    ...(now !== undefined && { now }),
  });
}
