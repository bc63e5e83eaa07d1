/** What is wrong with an output, without the words of DuckDB that its author cannot know. */
import type { Diagnostic } from "../../contract/diagnostic.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import type { ScriptModel } from "../../project/objects.js";
import { SourceError } from "../../rows/stream.js";
import { JobFailure } from "../job-failure.js";
import { lineOfRecord } from "./line-of-record.js";
import type { OutputFormat } from "./output-format.js";
import { encodingFault } from "./text-fault.js";

export const FORMAT_TITLES = {
  csv: "CSV",
  tsv: "TSV",
  json: "JSON",
  ndjson: "NDJSON",
  parquet: "Parquet",
  arrow: "Arrow",
} as const satisfies Record<OutputFormat, string>;

/** Codes of readers that are about the output and not about the reading of it. */
const OUTPUT_CODES = new Set([
  "arrow-unreadable",
  "csv-malformed",
  "engine-query-failed",
  "text-not-utf8",
]);

/** `script-output-unreadable`; `reason` is a clause with its full stop. */
export function unreadable(
  model: ScriptModel,
  format: OutputFormat,
  reason: string,
  detail?: string,
): JobFailure {
  const values = { name: model.name, format: FORMAT_TITLES[format], reason };
  return new JobFailure([
    createDiagnostic("script-output-unreadable", values, { at: model.at, detail }),
  ]);
}

/**
 * A reader's failure in words of the output; out of memory, cancelled and the like are not the
 * script's fault and stay.
 */
export async function outputFailure(
  error: unknown,
  model: ScriptModel,
  format: OutputFormat,
  path: string,
): Promise<unknown> {
  if (!(error instanceof SourceError) || !OUTPUT_CODES.has(error.diagnostic.code)) return error;
  const isText = format !== "parquet" && format !== "arrow";
  const encoding = isText ? await encodingFault(path) : undefined;
  if (encoding !== undefined) return unreadable(model, format, encoding);
  const reason = await withLine(reasonOf(error.diagnostic), path);
  return unreadable(model, format, reason, detailOf(error.diagnostic));
}

/** Reasons of DuckDB that say nothing to whoever wrote the script. */
const PLAIN_WORDS: readonly (readonly [RegExp, string])[] = [
  [
    /^line (\d+): Expected Number of Columns: (\d+) Found: (\d+).*/,
    "line $1 has another number of values than the first one: $3, not $2.",
  ],
  [
    /^(?:.*: )?(?:TProtocolException|don't know what type).*/,
    "a column of it is encrypted or damaged.",
  ],
  [/^Footer length error.*|^No magic bytes found.*/, "it is damaged or breaks off."],
  [/^"maximum_object_size".*/, "one of its records is larger than 128 MB."],
  [/^JSON transform error.*/, "a record has a field twice."],
];

function reasonOf({ code, message }: Diagnostic): string {
  if (code === "text-not-utf8") return message;
  const said = message
    .slice(message.indexOf(": ") + 2)
    .replace(/ in file (?:"[^"]*"|'[^']*')/, "")
    // DuckDB counts one too many.
    .replace(/in record\/value (\d+)/, (_, number) => `in record ${Number(number) - 1}`);
  const plain = PLAIN_WORDS.find(([pattern]) => pattern.test(said));
  return plain ? said.replace(plain[0], plain[1]) : said;
}

async function withLine(reason: string, path: string): Promise<string> {
  const record = /^line (\d+)/.exec(reason)?.[1];
  if (record === undefined) return reason;
  return reason.replace(record, String(await lineOfRecord(path, Number(record))));
}

/** The line itself; neither our SQL nor advice on options that a script model does not have. */
function detailOf({ code, detail }: Diagnostic): string | undefined {
  return code === "csv-malformed" || code === "arrow-unreadable" ? detail : undefined;
}
