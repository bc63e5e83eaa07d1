/**
 * root file → environment → for each file: text → Jinja → YAML tree → its includes, depth-first.
 * Everything that is wrong is collected; one bad file does not keep the others from being read.
 */
import { resolve } from "node:path";
import { createDiagnostic } from "../../diagnostics/index.js";
import type { ReadResult } from "../read-result.js";
import { findRootFile, rootFileIn } from "./discover.js";
import { createEnvironment, readEnvironment } from "./environment.js";
import type { Repositories } from "./git-include.js";
import { ProjectFiles } from "./project-files.js";
import { createRenderer, type Renderer } from "./jinja/renderer.js";

export interface ReadOptions {
  /** Where the search for the root file starts; it goes on upwards. */
  readonly directory: string;
  /** Absolute folder of a project that was read before: no other is taken, also when it is away. */
  readonly root?: string;
  /** Name of the environment; else `HEADWATER_ENV` decides. */
  readonly environment?: string;
  readonly processEnv: Readonly<Record<string, string | undefined>>;
  /** What `now()` gives in templates; the present when absent. */
  readonly now?: Date;
  /**
   * Fetches included Git repositories, of a project that its user trusts. Absent: they are not
   * read, and that is reported.
   */
  readonly repositories?: Repositories;
  /**
   * A template engine to use again, for who reads often; it stays open. Absent: one is started when
   * needed.
   */
  readonly renderer?: Renderer;
}

/** Reads all files of a project; mistakes are in the result's diagnostics. */
export async function readProject(options: ReadOptions): Promise<ReadResult> {
  const rootFile =
    options.root === undefined ? findRootFile(options.directory) : rootFileIn(options.root);
  if (!rootFile) return notFound(options);
  const { directory: root, name } = rootFile;
  const environment = readEnvironment(root, options.environment, options.processEnv);
  const renderer = options.renderer ?? createRenderer();
  try {
    const files = new ProjectFiles({
      root,
      environment: environment.environment,
      variables: environment.variables,
      now: options.now ?? new Date(),
      renderer,
      repositories: options.repositories,
    });
    await files.readAll(name, rootFile.compat);
    return {
      root,
      files: files.files,
      compat: files.compat,
      environment: environment.environment,
      sourceFiles: files.sources,
      inputs: [...new Set([...files.inputs, ...environment.inputs])],
      repositories: files.repositories,
      diagnostics: [...environment.diagnostics, ...files.diagnostics],
    };
  } finally {
    if (!options.renderer) await renderer.close();
  }
}

function notFound({ directory, root: known, environment, processEnv }: ReadOptions): ReadResult {
  const root = known ?? resolve(directory);
  return {
    root,
    files: [],
    compat: false,
    environment: createEnvironment(environment ?? "default", processEnv),
    sourceFiles: new Map<string, string>(),
    inputs: [],
    repositories: [],
    diagnostics: [createDiagnostic("project-not-found", { directory: root })],
  };
}
