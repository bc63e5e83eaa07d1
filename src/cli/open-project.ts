import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { Diagnostic } from "../contract/diagnostic.js";
import { loadProject } from "../project/load-project.js";
import type { Project } from "../project/project.js";
import { createRenderer, type Renderer } from "../project/read/jinja/renderer.js";
import type { SourceTypes } from "../project/source-types.js";
import { createFraming, projectScrubber, type Framing } from "../site/framing.js";
import { SOURCE_TYPES } from "../sources/registry.js";
import type { CommandContext, CommonOptions } from "./command.js";
import { wrongUsage } from "./usage.js";

export interface OpenedProject {
  readonly project: Project;
  readonly sourceTypes: SourceTypes;
  readonly frame: Framing;
  /** Takes the secrets of the project's sources out of a text. */
  readonly scrub: (text: string) => string;
  /** Reads it again, as it is on the disk now. The template engine is kept for the next time, until `close`. */
  reload(): Promise<Project>;
  close(): Promise<void>;
}

/** Reads the project that the common options name; faults of the project are in its diagnostics. */
export async function openProject(
  options: CommonOptions,
  { terminal }: CommandContext,
): Promise<OpenedProject> {
  const directory = resolve(terminal.directory, options.projectDir ?? ".");
  const found = await stat(directory).catch(() => undefined);
  if (!found?.isDirectory()) {
    throw wrongUsage(`\`${options.projectDir ?? directory}\` is not a folder.`);
  }
  const load = (renderer?: Renderer) =>
    loadProject({
      directory,
      ...(options.environment !== undefined && { environment: options.environment }),
      ...(options.dbtProfile !== undefined && { dbtProfile: options.dbtProfile }),
      ...(options.dbtTarget !== undefined && { dbtTarget: options.dbtTarget }),
      processEnv: terminal.env,
      sourceTypes: SOURCE_TYPES,
      ...(renderer && { renderer }),
    });
  const project = await load();
  let renderer: Renderer | undefined;
  return {
    project,
    sourceTypes: SOURCE_TYPES,
    frame: createFraming(project, SOURCE_TYPES),
    scrub: (text) => projectScrubber(project, SOURCE_TYPES).text(text),
    reload: () => load((renderer ??= createRenderer())),
    close: async () => renderer?.close(),
  };
}

export function errorsIn(diagnostics: readonly Diagnostic[]): number {
  return diagnostics.filter(({ severity }) => severity === "error").length;
}

/** True when reading ended with errors and left nothing that could run or be shown. */
export function isUnusable(project: Project): boolean {
  return project.objects.size === 0 && errorsIn(project.diagnostics) > 0;
}
