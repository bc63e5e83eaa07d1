import { relative } from "node:path";
import type { Diagnostic } from "../contract/diagnostic.js";
import {
  driversBelow,
  isTrusted,
  loginHosts,
  runsCode,
  scriptsOf,
  trustFile,
  trustProject,
} from "../trust/trust.js";
import type { ScriptModel, Source } from "../project/objects.js";
import { ownValues, ownValuesOf } from "../project/own-values.js";
import type { Project } from "../project/project.js";
import type { Terminal } from "./terminal.js";
import { singleLine } from "./text/plain-text.js";

/**
 * Whether a project may run its scripts and plugins, fetch what it includes and send what is the
 * user's own: `--trust` and
 * `HEADWATER_TRUST=1` in the process environment say so, an earlier yes does as long as they are
 * the same, and on a terminal the user is asked. A yes is remembered; without a terminal nothing
 * asks.
 */
export async function decideTrust(
  project: Project,
  trust: boolean | undefined,
  terminal: Terminal,
): Promise<boolean> {
  const isAsked = runsCode(project) || ownValues(project).length > 0;
  const ask = isAsked ? terminal.ask : undefined;
  const asks = ask && (() => confirm(project, terminal.err, ask));
  return decide(project, trust, terminal.env, asks);
}

/**
 * The same for fetching the Git repositories that a project includes, before it is known what else
 * it brings. A project of version 1.0 is not asked about: all of them include one that they do not
 * need.
 */
export async function decideFetch(
  project: Project,
  trust: boolean | undefined,
  { env, err, ask }: Terminal,
): Promise<boolean> {
  const asks = ask && !project.defaults.compat ? () => confirm(project, err, ask) : undefined;
  return decide(project, trust, env, asks);
}

/**
 * Whether these sources are opened as those of a trusted project; nobody is asked about a project
 * whose plugins, drivers and hosts they do not need, and nothing of whose user's own they would
 * send.
 */
export async function trustsSources(
  project: Project,
  sources: readonly Source[],
  trust: boolean | undefined,
  terminal: Terminal,
): Promise<boolean> {
  const { root, sourceTypes, environment } = project;
  const needed =
    driversBelow({ root, sources, sourceTypes }).length > 0 ||
    loginHosts({ sources, sourceTypes, environment }).length > 0 ||
    sources.some(
      (source) => sourceTypes.get(source.type)?.plugin || ownValuesOf(source, project).length > 0,
    );
  return needed ? decideTrust(project, trust, terminal) : isAllowed(project, trust, terminal);
}

/** Whether something was not done because the project is not trusted. */
export function isRefused(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ code }) => code === "project-not-trusted");
}

/**
 * The same without a question, and nothing is remembered: for commands that run no code of the
 * project.
 */
export async function isAllowed(
  project: Project,
  trust: boolean | undefined,
  { env }: Terminal,
): Promise<boolean> {
  const said = trust === true || env["HEADWATER_TRUST"] === "1";
  return said || isTrusted(project, trustFile(env));
}

async function decide(
  project: Project,
  trust: boolean | undefined,
  env: Terminal["env"],
  asks: (() => Promise<boolean>) | undefined,
): Promise<boolean> {
  const file = trustFile(env);
  if (await isTrusted(project, file)) return true;
  if (trust || env["HEADWATER_TRUST"] === "1" || (await asks?.())) {
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
  const { root, plugins, repositories } = project;
  err.write("This project does more than read its own files:\n\n");
  const scripts = scriptsOf(project);
  for (const script of scripts) {
    const { bold, dim } = err.colors;
    const command = script.args.map(shown).join(" ");
    err.write(`  ${bold(singleLine(script.name))}: ${command}${dim(where(script, root))}\n`);
  }
  for (const plugin of plugins) err.write(`  code of the plugin ${shown(plugin)}\n`);
  for (const driver of driversBelow(project)) err.write(`  code of the driver ${shown(driver)}\n`);
  for (const address of new Set(loginHosts(project))) {
    err.write(`  your login, sent to ${shown(address)}\n`);
  }
  for (const path of repositories) err.write(`  files fetched from ${shown(path)}\n`);
  for (const { what, host } of ownValues(project)) {
    err.write(`  ${singleLine(what)}, which is your own, sent to ${shown(host)}\n`);
  }
  const answer = await ask("\nAllow that, now and until it changes? [y/N] ");
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
