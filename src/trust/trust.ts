/**
 * Which projects may run code and fetch repositories: remembered per user, outside every project.
 */
import { chmod, mkdir, readFile, realpath } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, isAbsolute, join, relative } from "node:path";
import { EnvValue, type ConfigValue } from "../project/env-value.js";
import { fillEnvValue } from "../project/fill-env-value.js";
import type { ScriptModel } from "../project/objects.js";
import { ownValues } from "../project/own-values.js";
import type { Project } from "../project/project.js";
import { writeDurably } from "../disk/durable-file.js";
import { isErrorCode } from "../disk/error-code.js";
import { findPackage } from "../disk/find-package.js";
import { sha256 } from "../disk/sha256.js";

type TrustedProject = Pick<
  Project,
  | "root"
  | "models"
  | "repositories"
  | "plugins"
  | "sources"
  | "destinations"
  | "environment"
  | "sourceTypes"
>;

/**
 * Real path of a project → hashes of what its user allowed, with blanks between them: the last one
 * comes first. Before its repositories are fetched a project asks for less than afterwards.
 */
type TrustStore = Readonly<Record<string, string>>;

/**
 * The file that remembers: `headwater/trust.json` in `$XDG_STATE_HOME`, else in `~/.local/state`.
 */
export function trustFile(processEnv: Readonly<Record<string, string | undefined>>): string {
  const given = processEnv["XDG_STATE_HOME"];
  // The specification says that a relative path is to be ignored.
  const folder = given && isAbsolute(given) ? given : join(homedir(), ".local", "state");
  return join(folder, "headwater", "trust.json");
}

/**
 * The script models of a project: what a person is asked to trust. One without a command, as one
 * that was refused is, runs nothing.
 */
export function scriptsOf({ models }: TrustedProject): ScriptModel[] {
  return models.filter((model) => model.type === "script").filter(({ args }) => args.length > 0);
}

/** Addresses that get a login of the user's and are none of the service's own, as resolved. */
export function loginHosts({
  sources,
  sourceTypes,
  environment,
}: Pick<TrustedProject, "sources" | "sourceTypes" | "environment">): string[] {
  return sources.flatMap(({ type, config }) => {
    const host = sourceTypes.get(type)?.loginHost;
    const written = host && config[host.field];
    if (written === undefined || written === null) return [];
    const filled = written instanceof EnvValue ? fillEnvValue(written, environment) : undefined;
    const text = filled && "text" in filled ? filled.text : written;
    const address = typeof text === "string" ? text : shownAddress(text);
    return host?.isKnown(address) ? [] : [address];
  });
}

/** Of a variable that is not set its name: nothing is sent there yet. */
function shownAddress(written: ConfigValue): string {
  return written instanceof EnvValue ? written.variables.join(" ") : JSON.stringify(written);
}

/**
 * Drivers that sources need and that lie below the project only: what lies there is its code. One
 * that is installed beside Headwater is loaded from there, whatever the project has.
 */
export function driversBelow({
  root,
  sources,
  sourceTypes,
}: Pick<TrustedProject, "root" | "sources" | "sourceTypes">): string[] {
  const drivers = sources.flatMap(({ type }) => sourceTypes.get(type)?.driver ?? []);
  return [...new Set(drivers)].filter(
    (name) =>
      findPackage(name, import.meta.url) === undefined && findPackage(name, root) !== undefined,
  );
}

/** Whether a project has scripts, plugins, drivers, or hosts that get a login of the user's. */
export function runsCode(project: TrustedProject): boolean {
  const brought = [scriptsOf(project), project.plugins, driversBelow(project), loginHosts(project)];
  return brought.some((list) => list.length > 0);
}

/** Whether there is anything that takes trust. */
function needsTrust(project: TrustedProject): boolean {
  return runsCode(project) || project.repositories.length > 0 || ownValues(project).length > 0;
}

/** True when there is nothing to trust, or when exactly this was trusted at this path. */
export async function isTrusted(
  project: TrustedProject,
  file: string = trustFile(process.env),
): Promise<boolean> {
  if (!needsTrust(project)) return true;
  return allowed(await readStore(file), await realpath(project.root)).includes(
    definitionHash(project),
  );
}

/** Remembers what the project runs and fetches as it is written now; a change asks again. */
export async function trustProject(
  project: TrustedProject,
  file: string = trustFile(process.env),
): Promise<void> {
  const store = await readStore(file);
  const path = await realpath(project.root);
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const hash = definitionHash(project);
  const [before] = allowed(store, path).filter((one) => one !== hash);
  const changed = { ...store, [path]: before === undefined ? hash : `${hash} ${before}` };
  await writeDurably(file, `${JSON.stringify(changed, undefined, 2)}\n`);
  await chmod(file, 0o600);
}

/** The file may hold anything. */
function allowed(store: TrustStore, path: string): string[] {
  const hashes: unknown = store[path];
  return typeof hashes === "string" ? hashes.split(" ") : [];
}

/**
 * Command, names of variables and folder of each script, how plugins, drivers and repositories are
 * named, and which values of the user's own go to which hosts; not the content of files, which the
 * user edits all day.
 */
function definitionHash(project: TrustedProject): string {
  const definitions = scriptsOf(project)
    .map(({ args, env, directory }) =>
      JSON.stringify([
        args,
        env ? Object.keys(env).toSorted() : null,
        relative(project.root, directory),
      ]),
    )
    .toSorted();
  const { repositories, plugins } = project;
  const others = [
    ...repositories.map((path) => `git ${path}`),
    ...plugins.map((name) => `plugin ${name}`),
    ...loginHosts(project).map((address) => `login ${address}`),
    ...driversBelow(project).map((name) => `driver ${name}`),
    ...ownValues(project).map(({ what, host }) => `own ${what} to ${host}`),
  ];
  return sha256(JSON.stringify([...definitions, ...new Set(others.toSorted())]));
}

async function readStore(file: string): Promise<TrustStore> {
  try {
    const store: unknown = JSON.parse(await readFile(file, "utf8"));
    // Values that are no text equal no hash.
    return typeof store === "object" && store !== null ? (store as TrustStore) : {};
  } catch (error) {
    if (isErrorCode(error, "ENOENT") || error instanceof SyntaxError) return {};
    throw error;
  }
}
