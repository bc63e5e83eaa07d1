/** Projects from text, for tests of checking: no file, no template. */
import type { Diagnostic } from "../../src/contract/diagnostic.js";
import type { Project } from "../../src/project/project.js";
import { createEnvironment } from "../../src/project/read/environment.js";
import { createRenderer } from "../../src/project/read/jinja/renderer.js";
import { parseFile } from "../../src/project/read/parse-file.js";
import { resolveProject } from "../../src/project/resolve-project.js";
import { FIELD_MARKS } from "../../src/project/source-config/field-marks.js";
import type { SourceTypes, DeclaredSourceType } from "../../src/project/source-types.js";
import { withDefault, z } from "../../src/sources/zod.js";

export interface TextOptions {
  /** Further files by name; the order is that of their includes. */
  readonly included?: Readonly<Record<string, string>>;
  readonly compat?: boolean;
  readonly variables?: Readonly<Record<string, string>>;
  readonly sourceTypes?: SourceTypes;
}

export const ROOT = "/project";

/** Checks a project whose root file, `headwater.yml`, has this text. */
export async function projectOf(text: string, options: TextOptions = {}): Promise<Project> {
  const {
    included = {},
    compat = false,
    variables = {},
    sourceTypes = FAKE_SOURCE_TYPES,
  } = options;
  const environment = createEnvironment("default", variables);
  const renderer = createRenderer();
  const outputs = await Promise.all(
    Object.entries({ "headwater.yml": text, ...included }).map(([name, text]) =>
      parseFile({
        path: `${ROOT}/${name}`,
        name,
        text,
        compat,
        root: ROOT,
        environment,
        variables,
        now: new Date(0),
        renderer,
      }),
    ),
  );
  const read = {
    root: ROOT,
    files: outputs.map(({ file }) => file),
    compat,
    environment,
    sourceFiles: new Map<string, string>(),
    inputs: [],
    repositories: [],
    diagnostics: outputs.flatMap(({ diagnostics }) => diagnostics),
  };
  return resolveProject(read, sourceTypes);
}

/** `file:line:column severity code: message (hint)`, in order of place. */
export function told({ diagnostics }: { readonly diagnostics: readonly Diagnostic[] }): string[] {
  return diagnostics.map(({ at, severity, code, message, hint }) => {
    const place = at ? `${at.start.line}:${at.start.column}` : "-";
    const file = at && at.file !== "headwater.yml" ? `${at.file}:` : "";
    return `${file}${place} ${severity} ${code}: ${message}${hint === undefined ? "" : ` (${hint})`}`;
  });
}

function fake(
  type: string,
  file: boolean,
  config: z.ZodMiniType<Record<string, unknown>>,
): DeclaredSourceType {
  return {
    type,
    description: type,
    config,
    dialect: "duckdb",
    isolation: "thread",
    file,
    pool: 4,
  };
}

/** One source of each sort: a server, a database file, a file. */
export const FAKE_SOURCE_TYPES: SourceTypes = new Map(
  [
    fake(
      "server",
      false,
      z.strictObject({
        host: withDefault(z.string(), "localhost").register(FIELD_MARKS, { description: "Host." }),
        port: withDefault(z.int().check(z.minimum(1), z.maximum(65_535)), 5432).register(
          FIELD_MARKS,
          { description: "Port." },
        ),
        database: z.string().register(FIELD_MARKS, { description: "Database." }),
        password: z
          .optional(z.string())
          .register(FIELD_MARKS, { description: "Password.", secret: true }),
        ssl: z.optional(z.boolean()).register(FIELD_MARKS, { description: "Encryption." }),
        mode: z
          .optional(z.enum(["strict", "loose"]))
          .register(FIELD_MARKS, { description: "Mode." }),
        certificate: z.optional(
          z.string().register(FIELD_MARKS, { description: "File.", path: true }),
        ),
        keys: withDefault(
          z.array(
            z.strictObject({
              file: z.string().register(FIELD_MARKS, { path: true }),
              token: z.string(),
            }),
          ),
          [],
        ).register(FIELD_MARKS, { description: "Keys." }),
      }),
    ),
    fake(
      "sqlite",
      false,
      z.strictObject({ database: z.string().register(FIELD_MARKS, { path: true }) }),
    ),
    fake("csv", true, z.strictObject({ file: z.string().register(FIELD_MARKS, { path: true }) })),
  ].map((info) => [info.type, info]),
);
