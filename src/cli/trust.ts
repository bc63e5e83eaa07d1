import { relative } from "node:path";
import { isTrusted, scriptsOf, trustFile, trustProject } from "../engine/trust.js";
import type { ScriptModel } from "../project/objects.js";
import type { Project } from "../project/project.js";
import type { Terminal } from "./terminal.js";
import { singleLine } from "./text/plain-text.js";

/**
 * Whether the scripts of a project may run: `--trust` and `HEADWATER_TRUST=1` in the process environment say so,
 * an earlier yes does as long as the commands are the same, and on a terminal the user is asked.
 * A yes is remembered; without a terminal nothing asks.
 */
export async function decideTrust(
  project: Project,
  trust: boolean | undefined,
  { env, err, ask }: Terminal,
): Promise<boolean> {
  const file = trustFile(env);
  if (await isTrusted(project, file)) return true;
  if (trust || env["HEADWATER_TRUST"] === "1" || (ask && (await confirm(project, err, ask)))) {
    await trustProject(project, file);
    return true;
  }
  return false;
}

async function confirm(
  project: Project,
  err: Terminal["err"],
  ask: NonNullable<Terminal["ask"]>,
): Promise<boolean> {
  err.write(`This project runs commands on this machine:\n\n`);
  const { root } = project;
  const scripts = scriptsOf(project);
  for (const script of scripts) {
    const { bold, dim } = err.colors;
    const command = script.args.map(shown).join(" ");
    err.write(`  ${bold(singleLine(script.name))}: ${command}${dim(where(script, root))}\n`);
  }
  const answer = await ask("\nRun them, now and until they change? [y/N] ");
  return /^\s*y(es)?\s*$/i.test(answer);
}

/** Folder and variables, which count as much as the command: a change of them asks again. */
function where({ directory, env }: ScriptModel, root: string): string {
  const folder = relative(root, directory);
  const parts = [
    ...(folder === "" ? [] : [`in ${shown(folder)}`]),
    ...(env ? [`with ${Object.keys(env).toSorted().map(shown).join(", ") || "no variables"}`] : []),
  ];
  return parts.length > 0 ? ` (${parts.join(", ")})` : "";
}

/** An argument as it is passed: in quotes where its borders could not be seen. */
function shown(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : JSON.stringify(singleLine(argument));
}
