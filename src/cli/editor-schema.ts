import type { SourceTypes } from "../project/source-types.js";

/** The file beside the project's own that `init` writes the JSON Schema to. */
export const SCHEMA_FILE = "headwater.schema.json";

/**
 * The first line of a project file by which editors find the schema that checks and completes it.
 */
export const SCHEMA_COMMENT = `# yaml-language-server: $schema=${SCHEMA_FILE}`;

/**
 * The JSON Schema of project files with these types of sources, else the built-in ones; what makes
 * it is loaded here.
 */
export async function schemaText(sourceTypes?: SourceTypes): Promise<string> {
  const [{ projectSchema }, { SOURCE_TYPES }] = await Promise.all([
    import("../project/json-schema/project-schema.js"),
    import("../sources/registry.js"),
  ]);
  return `${JSON.stringify(projectSchema(sourceTypes ?? SOURCE_TYPES))}\n`;
}
