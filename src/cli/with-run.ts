import type { Diagnostic } from "../contract/diagnostic.js";
import { openRun, type OpenedRun, type OpenRunOptions } from "../engine/opened-run.js";
import { chooseSource } from "../engine/run-sources.js";
import type { Source } from "../project/objects.js";
import type { ReadProject } from "../project/disclosure.js";
import type { CommandContext } from "./command.js";

/** One opened run for the whole of a command; what it started has ended afterwards. */
export async function withRun<T>(
  opened: ReadProject,
  options: OpenRunOptions,
  { kept }: CommandContext,
  work: (run: OpenedRun) => Promise<T>,
): Promise<T> {
  const run = openRun(opened, { ...options, hosts: kept?.hosts });
  try {
    return await work(run);
  } finally {
    await run.close();
  }
}

/** The source that `--source` names, if any, or the diagnostic of a name that is none. */
export function chosenSource(
  { project }: ReadProject,
  name: string | undefined,
): { readonly chosen: Source | undefined } | { readonly unknown: Diagnostic } {
  const found = chooseSource(project, name);
  return found && "code" in found ? { unknown: found } : { chosen: found };
}
