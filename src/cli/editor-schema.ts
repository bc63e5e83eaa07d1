/** The file beside the project's own that `init` writes the JSON Schema to. */
export const SCHEMA_FILE = "headwater.schema.json";

/** The first line of a project file by which editors find the schema that checks and completes it. */
export const SCHEMA_COMMENT = `# yaml-language-server: $schema=${SCHEMA_FILE}`;

/** The JSON Schema of project files; what makes it is loaded here. */
export async function schemaText(): Promise<string> {
  const [{ projectSchema }, { SOURCE_TYPES }] = await Promise.all([
    import("../project/json-schema/project-schema.js"),
    import("../sources/registry.js"),
  ]);
  return `${JSON.stringify(projectSchema(SOURCE_TYPES))}\n`;
}
