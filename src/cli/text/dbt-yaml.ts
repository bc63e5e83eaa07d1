import { stringify } from "yaml";
import { EnvValue, type ConfigValue } from "../../project/env-value.js";
import type { DbtPart } from "../../project/project.js";
import type { SourceTypes } from "../../project/source-types.js";
import { schemaAt, traitsOf } from "../../project/source-config/schema-traits.js";

/**
 * What comes from dbt as a project file: variables stay variables, and secrets that are written out
 * are left out.
 */
export function dbtYaml({ sources, models }: DbtPart, sourceTypes: SourceTypes): string {
  const shown = { sources: sources.map((source) => withoutSecrets(source, sourceTypes)), models };
  const head =
    "# Written by `headwater dbt`. A project with `dbt` takes this over without the file.\n";
  return (
    head +
    stringify(shown, (_, value: unknown) => (value instanceof EnvValue ? call(value) : value), {
      lineWidth: 0,
    })
  );
}

function withoutSecrets(source: ConfigValue, sourceTypes: SourceTypes): ConfigValue {
  if (source === null || typeof source !== "object" || !("type" in source)) return source;
  const { type } = source;
  const schema = typeof type === "string" ? sourceTypes.get(type)?.config : undefined;
  const kept = Object.entries(source).filter(
    ([key, value]) =>
      value instanceof EnvValue || !schema || !traitsOf(schemaAt(schema, [key])).secret,
  );
  return Object.fromEntries(kept);
}

function call({ parts }: EnvValue): string {
  return parts
    .map((part) => {
      if (typeof part === "string") return part;
      const fallback =
        part.fallback === undefined ? "" : `, '${part.fallback.replaceAll("'", "\\'")}'`;
      return `{{ env_var('${part.variable}'${fallback}) }}`;
    })
    .join("");
}
