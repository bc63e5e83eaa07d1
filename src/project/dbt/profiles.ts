/** The outputs of `profiles.yml` as sources. */
import type { Diagnostic } from "../../contract/diagnostic.js";
import { createDiagnostic, suggest } from "../../diagnostics/index.js";
import { createMap, createScalar } from "../read/yaml/tree.js";
import { placeOf } from "../schema/place.js";
import { shapeOf } from "../source-config/schema-traits.js";
import type { Environment } from "../project.js";
import type { SourceTypes } from "../source-types.js";
import type { YamlEntry, YamlMap, YamlNode } from "../yaml-node.js";
import { filledText } from "./filled-text.js";
import type { DbtSettings } from "./settings.js";

/** dbt's names of types that are called otherwise here. */
const TYPES: ReadonlyMap<string, string> = new Map([["postgres", "postgresql"]]);

/** dbt's names of fields; what follows `>` is the name here. */
const FIELDS: ReadonlyMap<string, string> = new Map([
  ["path", "database"],
  ["dbname", "database"],
  ["schema", "db_schema"],
  ["user", "username"],
  ["pass", "password"],
]);

/** Fields that say how dbt works, not where the data is. */
const ONLY_DBT = new Set(["threads", "retries", "keepalives_idle", "settings", "plugins"]);

/** Fields of both with another form there. */
const OTHER_FORM = new Set(["attach", "extensions", "schemas_and_paths"]);

/** The output on which dbt's models live. */
export interface ChosenOutput {
  readonly profile: string;
  readonly target: string;
}

interface ChooseOptions {
  readonly settings: DbtSettings;
  readonly environment: Environment;
  readonly diagnostics: Diagnostic[];
}

/**
 * Which output the models live on: the arguments decide, then `dbt_project.yml`, then the profile
 * itself.
 */
export function chooseOutput(
  profiles: YamlMap,
  wanted: { readonly profile?: string | undefined; readonly target?: string | undefined },
  { settings: { at }, environment, diagnostics }: ChooseOptions,
): ChosenOutput | undefined {
  const names = profileNames(profiles);
  const profile = wanted.profile ?? (names.length === 1 ? names[0] : undefined) ?? "";
  const map = profiles.get(profile)?.value;
  if (map?.kind !== "map" || !names.includes(profile)) {
    const hint = suggest(profile, names);
    diagnostics.push(createDiagnostic("dbt-profile-unknown", { profile }, { at, hint }));
    return undefined;
  }
  const target = wanted.target ?? filledText(map, "target", environment, diagnostics) ?? "default";
  const outputs = outputsOf(map);
  if (outputs?.get(target)) return { profile, target };
  const hint = suggest(target, outputs?.entries.map(({ key }) => key) ?? []);
  diagnostics.push(createDiagnostic("dbt-target-unknown", { profile, target }, { at, hint }));
  return undefined;
}

export interface SourcesOptions {
  readonly prefix: string;
  /** Absolute folder at which relative paths start: the one in which dbt is run. */
  readonly directory: string;
  readonly sourceTypes: SourceTypes;
  readonly diagnostics: Diagnostic[];
}

/**
 * One source per output of every profile, called `<prefix><profile>_<target>`. What has a type that
 * is not known here is left out; that and fields without a meaning here are reported for the chosen
 * output only.
 */
export function profileSources(
  profiles: YamlMap,
  chosen: ChosenOutput | undefined,
  options: SourcesOptions,
): YamlMap[] {
  return profileNames(profiles).flatMap((profile) => {
    const map = profiles.get(profile)?.value;
    const outputs = map?.kind === "map" ? outputsOf(map) : undefined;
    return (outputs?.entries ?? []).flatMap(({ key: target, value }) => {
      if (value.kind !== "map") return [];
      const isChosen = chosen?.profile === profile && chosen.target === target;
      const name = sourceName(options.prefix, { profile, target });
      return sourceOf(value, name, isChosen, options) ?? [];
    });
  });
}

/** The name of the source that an output becomes. */
export function sourceName(prefix: string, { profile, target }: ChosenOutput): string {
  return `${prefix}${profile}_${target}`;
}

/** `config` beside the profiles holds settings of dbt itself. */
function profileNames(profiles: YamlMap): string[] {
  return profiles.entries.flatMap(({ key, value }) =>
    key !== "config" && value.kind === "map" ? [key] : [],
  );
}

function outputsOf(profile: YamlMap): YamlMap | undefined {
  const outputs = profile.get("outputs")?.value;
  return outputs?.kind === "map" ? outputs : undefined;
}

function sourceOf(
  output: YamlMap,
  name: string,
  isChosen: boolean,
  options: SourcesOptions,
): YamlMap | undefined {
  const { directory, sourceTypes } = options;
  const diagnostics = isChosen ? options.diagnostics : [];
  const typeNode = output.get("type")?.value;
  const value = typeNode?.kind === "scalar" ? typeNode.value : undefined;
  const written = typeof value === "string" ? value : "";
  const type = TYPES.get(written) ?? written;
  const info = sourceTypes.get(type);
  if (!info) {
    const at = placeOf(typeNode ?? output);
    const hint = suggest(type, sourceTypes.keys());
    diagnostics.push(createDiagnostic("dbt-type-unknown", { type, source: name }, { at, hint }));
    return undefined;
  }
  const known = shapeOf(info.config) ?? {};
  const entries: YamlEntry[] = [];
  const ignored: string[] = [];
  for (const entry of output.entries) {
    const key = entry.key in known ? entry.key : (FIELDS.get(entry.key) ?? entry.key);
    if (entry.key === "type" || ONLY_DBT.has(entry.key)) continue;
    // dbt's SQLite has the files of its schemas in a mapping, and a placeholder as database.
    const main = type === "sqlite" && key === "database" ? mainFile(output) : undefined;
    if (OTHER_FORM.has(entry.key) || !(key in known)) {
      if (entry.key !== "schema" && entry.key !== "schemas_and_paths") ignored.push(entry.key);
    } else if (!entries.some((other) => other.key === key)) {
      entries.push({ ...entry, key, value: main ?? entry.value });
    }
  }
  if (ignored.length > 0) {
    const words = { source: name, fields: ignored };
    diagnostics.push(createDiagnostic("dbt-fields-ignored", words, { at: placeOf(output) }));
  }
  const file = {
    ...output.file,
    directory,
    ...(!isChosen && { mayLackVariables: true as const }),
  };
  return createMap(file, output.start, output.end, [...made(output, { name, type }), ...entries]);
}

function mainFile(output: YamlMap): YamlNode | undefined {
  const paths = output.get("schemas_and_paths")?.value;
  return paths?.kind === "map" ? paths.get("main")?.value : undefined;
}

/**
 * Entries that are not written anywhere; they have the place of the mapping for which they are
 * made.
 */
export function made(around: YamlNode, values: Readonly<Record<string, string>>): YamlEntry[] {
  const { file, start, end } = around;
  return Object.entries(values).map(([key, value]) => ({
    key,
    keyStart: start,
    keyEnd: end,
    value: createScalar(file, start, end, value),
  }));
}
