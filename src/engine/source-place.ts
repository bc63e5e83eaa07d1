/** Where in the project it lies that a source cannot be reached, opened or read. */
import type { Diagnostic, SourceRange } from "../contract/diagnostic.js";
import type { Source } from "../project/objects.js";
import type { Project } from "../project/project.js";
import { shapeOf } from "../project/source-config/schema-traits.js";
import { sourceSettings, type SourceSetting } from "../project/source-settings.js";
import type { RunSource } from "./run-sources.js";

/**
 * The fields that are likely to be wrong, by what went wrong; the first is where one looks. Of
 * `a|b` the one whose value the message shows is meant, else the first that is written.
 */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  "source-host-unknown": ["api_endpoint|access_url|account|host"],
  "source-unreachable": ["api_endpoint|access_url|account|host", "port"],
  "source-connect-timeout": ["api_endpoint|access_url|account|host", "port", "connect_timeout"],
  "source-login-slow": ["connect_timeout"],
  "source-says-nothing": ["access_url|api_endpoint|port", "host"],
  "source-hangs-up": ["port", "host"],
  "source-other-server": ["access_url|account|port", "type"],
  "source-tls-failed": ["api_endpoint|access_url|account|sslmode", "sslrootcert"],
  "source-tls-missing": ["sslmode"],
  "source-tls-unverified": ["sslmode"],
  "source-authority-unreadable": ["sslrootcert"],
  "source-service-unknown": ["service"],
  "source-client-file": ["passfile|servicefile"],
  "source-options-refused": ["options"],
  "source-setting-unknown": ["role|warehouse|db_schema|database"],
  "source-account-unknown": ["access_url|account"],
  "source-key-unusable": ["private_key_path|private_key|token_path"],
  "source-login-failed": [
    "credentials_base64|credentials_file|private_key_path|private_key|token|token_path|username",
    "password",
  ],
  "source-login-forbidden": ["username"],
  "source-login-method": ["username"],
  "source-login-anonymous": ["username"],
  "source-login-powerful": ["username"],
  "source-login-can-write": ["credentials_base64|credentials_file|username"],
  "source-credentials-unusable": ["credentials_base64|credentials_file"],
  "source-token-withheld": ["api_endpoint"],
  "source-location-wrong": ["location"],
  "source-database-unknown": ["dataset|db_schema|database"],
  "source-database-forbidden": ["db_schema|database"],
  "source-catalog-unknown": ["catalog|catalogs"],
  "source-schema-unknown": ["db_schema"],
  "source-schema-forbidden": ["db_schema"],
  "source-schema-empty": ["db_schema|database"],
  "source-reads-nothing": ["username"],
  "source-without-tables": ["dataset|database"],
  "source-refused": ["api_endpoint|access_url|account|host"],
  "source-setup-failed": ["after_connect"],
  "source-property-refused": ["session_properties"],
  "duckdb-extension-missing": ["extensions"],
  "excel-sheet-unknown": ["sheet|file"],
  "excel-sheet-empty": ["sheet|file"],
  "csv-encoding-wrong": ["encoding|file"],
  "database-locked": ["database"],
  "source-locked": ["database"],
};

/** For failures of files that are about nothing else. */
const FILE_FIELDS = ["file|database"];

/** The place of the setting that a failure is about; undefined for failures of other kinds. */
export function placeInSource(
  diagnostic: Diagnostic,
  source: Source,
  config: Readonly<Record<string, unknown>> = {},
): SourceRange | undefined {
  const paths = pathsOf(diagnostic, source, config);
  const written = paths?.find(([field = ""]) => field === "type" || field in source.config);
  if (written) return source.locate(written);
  // What the project does not say may be said there.
  const service = ELSEWHERE in source.config ? source.locate([ELSEWHERE]) : undefined;
  return paths && (service ?? source.at);
}

/** The field by which a file outside the project gives a source its settings. */
const ELSEWHERE = "service";

/**
 * The failure with its place, and with a note on each setting that it may be about and that does
 * not stand there as it is: from a variable, or not set at all. Failures that are about no setting
 * stay as they are.
 */
export function placedInSource(
  diagnostic: Diagnostic,
  { source, info, reader: { config } }: Pick<RunSource, "source" | "info" | "reader">,
  { environment, sourceTypes }: Pick<Project, "environment" | "sourceTypes">,
): Diagnostic {
  if (diagnostic.at) return diagnostic;
  // Of fields that the type has not it is no news that they are not set.
  const fields = shapeOf(info.config) ?? {};
  const paths = (pathsOf(diagnostic, source, config) ?? []).filter(([name]) =>
    Object.hasOwn(fields, String(name)),
  );
  const at = placeInSource(diagnostic, source, config);
  if (!at) return diagnostic;
  const settings = sourceSettings(source, environment, sourceTypes);
  const notes = paths
    .map((path) => path.join("."))
    .filter((field) => field !== "type")
    .filter((field) => !(ELSEWHERE in source.config) || field in source.config)
    .flatMap((field) => noteOn(field, settings, at));
  const related = [...(diagnostic.related ?? []), ...notes];
  return { ...diagnostic, at, ...(related.length > 0 && { related }) };
}

type FieldPath = readonly (string | number)[];

/** The fields that a failure may be about; undefined for failures that are about no setting. */
function pathsOf(
  { code, message }: Diagnostic,
  source: Source,
  config: Readonly<Record<string, unknown>>,
): readonly FieldPath[] | undefined {
  const shown = (name: string) => message.includes(`\`${String(config[name])}\``);
  const chosen = (field: string): string => {
    const names = field.split("|");
    const written = names.filter((name) => name in source.config);
    return written.find(shown) ?? written[0] ?? names.at(-1) ?? "";
  };
  const named = FIELDS[code]?.map((field) => [chosen(field)]);
  if (named) return named;
  if (code.startsWith("source-")) return [];
  if (!/^(?:file|files|csv|json|excel|duckdb|database)-/.test(code)) return undefined;
  const path = fileIn(config, message);
  return path ? [path] : FILE_FIELDS.map((field) => [chosen(field)]);
}

/** The field whose value is the path that a message shows. */
function fileIn(config: Readonly<Record<string, unknown>>, message: string): FieldPath | undefined {
  const search = (value: unknown, path: FieldPath): FieldPath | undefined => {
    if (typeof value === "string") {
      return /[/\\]/.test(value) && message.includes(`\`${value}\``) ? path : undefined;
    }
    if (typeof value !== "object" || value === null) return undefined;
    for (const [key, inner] of Object.entries(value)) {
      const found = search(inner, [...path, Array.isArray(value) ? Number(key) : key]);
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
  if (!setting) {
    const inside = settings.some((one) => one.field.startsWith(`${field}.`));
    return inside ? [] : [{ message: `\`${field}\` is not set.` }];
  }
  const { value = "", origin } = setting;
  const is = value === "***" ? "is set" : `is \`${value}\``;
  if (origin.kind === "default") return [{ message: `\`${field}\` ${is} by default.` }];
  if (origin.kind === "variable") {
    const from = origin.variables.map(({ name, where = "nowhere" }) => `\`${name}\` from ${where}`);
    return [{ message: `\`${field}\` ${is}: ${from.join(", ")}.` }];
  }
  // Inside a list the place is that of the entry.
  const same = origin.at.file === at.file && origin.at.start.line === at.start.line;
  return same || field.includes(".") ? [] : [{ message: `\`${field}\` ${is}.`, at: origin.at }];
}
