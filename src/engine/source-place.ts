/** Where in the project it lies that a source cannot be reached, opened or read. */
import type { Diagnostic, SourceRange } from "../contract/diagnostic.js";
import type { ConfigValue } from "../project/env-value.js";
import type { Source } from "../project/objects.js";
import type { SourceSetting } from "../project/source-settings.js";
import { isLeaf } from "../project/source-config/leaves.js";

/** The fields that are likely to be wrong, by what went wrong; the first is where one looks. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  "source-host-unknown": ["host"],
  "source-unreachable": ["host", "port"],
  "source-connect-timeout": ["host", "port", "connect_timeout"],
  "source-login-slow": ["connect_timeout"],
  "source-says-nothing": ["port", "host"],
  "source-hangs-up": ["port", "host"],
  "source-other-server": ["port", "type"],
  "source-tls-failed": ["sslmode", "sslrootcert"],
  "source-tls-missing": ["sslmode"],
  "source-tls-unverified": ["sslmode"],
  "source-authority-unreadable": ["sslrootcert"],
  "source-login-failed": ["username", "password"],
  "source-login-forbidden": ["username"],
  "source-login-method": ["username"],
  "source-login-anonymous": ["username"],
  "source-login-can-write": ["username"],
  "source-database-unknown": ["database"],
  "source-database-forbidden": ["database"],
  "source-schema-unknown": ["db_schema"],
  "source-schema-forbidden": ["db_schema"],
  "source-schema-empty": ["db_schema", "database"],
  "source-reads-nothing": ["username"],
  "source-without-tables": ["database", "file"],
  "source-setup-failed": ["after_connect"],
  "duckdb-extension-missing": ["extensions"],
  "excel-sheet-unknown": ["sheet", "file"],
  "excel-sheet-empty": ["sheet", "file"],
  "csv-encoding-wrong": ["encoding", "file"],
  "database-locked": ["database"],
  "source-locked": ["database"],
};

/** Fields of files, for failures that are about none of the others. */
const FILE_FIELDS = ["file", "database"];

/** The place of the setting that a failure is about; undefined for failures of other kinds. */
export function placeInSource(
  { code, message }: Diagnostic,
  source: Source,
  config: Readonly<Record<string, unknown>> = {},
): SourceRange | undefined {
  const path = fileIn(config, message);
  if (path) return source.locate(path);
  const fields = fieldsOf(code);
  if (!fields) return undefined;
  const written = fields.find((name) => name === "type" || name in source.config);
  return written === undefined ? source.at : source.locate([written]);
}

/**
 * The failure with its place, and with a note on each setting that it may be about and that does
 * not stand there as it is: from a variable, or not set at all.
 */
export function placedInSource(
  diagnostic: Diagnostic,
  source: Source,
  config: Readonly<Record<string, unknown>>,
  settings: readonly SourceSetting[],
): Diagnostic {
  if (diagnostic.at) return diagnostic;
  const at = placeInSource(diagnostic, source, config);
  if (!at) return diagnostic;
  const path = fileIn(config, diagnostic.message)?.join(".");
  const fields = path === undefined ? (fieldsOf(diagnostic.code) ?? []) : [path];
  const notes = fields
    .filter((field) => field !== "type" && isKnown(field, source, settings))
    .flatMap((field) => noteOn(field, settings, at));
  const related = [...(diagnostic.related ?? []), ...notes];
  return { ...diagnostic, at, ...(related.length > 0 && { related }) };
}

function fieldsOf(code: string): readonly string[] | undefined {
  const fields = FIELDS[code];
  if (fields) return fields;
  if (code.startsWith("source-")) return [];
  return /^(?:file|csv|json|excel|duckdb|database)-/.test(code) ? FILE_FIELDS : undefined;
}

/** Of `file` and `database` a type has one. */
function isKnown(field: string, source: Source, settings: readonly SourceSetting[]): boolean {
  if (!FILE_FIELDS.includes(field)) return true;
  return field in source.config || settings.some((setting) => setting.field === field);
}

/** The field whose value is the path that a message shows. */
function fileIn(
  config: Readonly<Record<string, unknown>>,
  message: string,
): readonly (string | number)[] | undefined {
  const search = (value: unknown, path: readonly string[]): readonly string[] | undefined => {
    if (typeof value === "string") {
      return /[/\\]/.test(value) && message.includes(`\`${value}\``) ? path : undefined;
    }
    // What a source was resolved to is plain data.
    if (isLeaf(value as ConfigValue)) return undefined;
    for (const [key, inner] of Object.entries(value ?? {})) {
      const found = search(inner, [...path, key]);
      if (found) return found;
    }
    return undefined;
  };
  return search(config, []);
}

function noteOn(
  field: string,
  settings: readonly SourceSetting[],
  at: SourceRange,
): NonNullable<Diagnostic["related"]>[number][] {
  const setting = settings.find((one) => one.field === field);
  if (!setting) return [{ message: `\`${field}\` is not set.` }];
  const { value = "", origin } = setting;
  const is = value === "***" ? "is set" : `is \`${value}\``;
  if (origin.kind === "default") return [{ message: `\`${field}\` ${is} by default.` }];
  if (origin.kind === "variable") {
    const from = origin.variables.map(({ name, where = "nowhere" }) => `\`${name}\` from ${where}`);
    return [{ message: `\`${field}\` ${is}: ${from.join(", ")}.` }];
  }
  const same = origin.at.file === at.file && origin.at.start.line === at.start.line;
  return same ? [] : [{ message: `\`${field}\` ${is}.`, at: origin.at }];
}
