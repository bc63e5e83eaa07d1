import { byteText } from "../../contract/byte-text.js";
import { define } from "../definition.js";

/** Statements, and the values that come back. */
export const queryCodes = () => ({
  "query-failed": define<{ source: string; reason: string }>({
    severity: "error",
    message: ({ source, reason }) => `\`${source}\` refused the query: ${reason}`,
  }),
  "query-name-unknown": define<{ source: string; reason: string }>({
    severity: "error",
    message: ({ source, reason }) => `\`${source}\` does not know a name in the query: ${reason}`,
  }),
  "query-not-permitted": define<{ source: string; reason: string }>({
    severity: "error",
    message: ({ source, reason }) => `\`${source}\` does not permit the query: ${reason}`,
    hint: () => "The login needs the right to SELECT there.",
  }),
  "query-bytes-exceeded": define<{ source: string; bytes?: number | undefined; limit: number }>({
    severity: "error",
    message: ({ source, bytes, limit }) =>
      `\`${source}\`: the query would be billed for ${bytes === undefined ? "" : `${byteText(bytes)}, `}more than the ${byteText(limit)} that one query may; it did not run.`,
  }),
  "run-bytes-exceeded": define<{ bytes: number; limit: number; place: string }>({
    severity: "error",
    message: ({ bytes, limit, place }) =>
      `The queries of this run would be billed for ${byteText(bytes)}, more than the ${byteText(limit)} of \`limits.bytes_billed\` in ${place}; none of them ran.`,
    hint: () => "Run less of the project, make its queries cheaper, or raise `bytes_billed`.",
  }),
  "query-timed-out": define<{ source: string; seconds: number }>({
    severity: "error",
    message: ({ source, seconds }) =>
      `\`${source}\` stopped the query after ${seconds} s, its time limit.`,
    hint: () => "Make the query cheaper, or raise the source's `timeout`.",
  }),
  "query-stalled": define<{ source: string; seconds: number }>({
    severity: "error",
    message: ({ source, seconds }) =>
      `\`${source}\`: the rows stopped coming for ${seconds} s, so the query was stopped.`,
    hint: () =>
      "What had arrived is not used. If the query pauses between rows by itself, raise the source's `progress_timeout`.",
  }),
  "read-repeated": define<{ times: number }>({
    severity: "warning",
    message: ({ times }) =>
      `The connection was lost while rows were read; the query ran again${times > 1 ? ", twice" : ""}.`,
    hint: () => "The rows are complete: what came before the loss is not used.",
  }),
  "query-would-write": define<{ source: string; reason: string }>({
    severity: "error",
    message: ({ source, reason }) => `\`${source}\` is read-only here: ${reason}`,
    hint: () => "Only queries run; change data with another tool.",
  }),
  "statement-without-rows": define<{ source: string }>({
    severity: "error",
    message: ({ source }) =>
      `\`${source}\` was given a statement that yields no rows; it was not run.`,
    hint: () => "Only queries run, such as SELECT, VALUES or SHOW.",
  }),
  "statement-not-sent": define<{ source: string; word: string }>({
    severity: "error",
    message: ({ source, word }) =>
      `\`${source}\`: no statement with \`${word}\` is sent to the server, since only those are that read.`,
    hint: () => "Queries run, such as SELECT, VALUES or SHOW; change data with another tool.",
  }),
  "column-type-unknown": define<{ column: string; type: string }>({
    severity: "warning",
    message: ({ column, type }) =>
      `Column \`${column}\` is read as text, because its type \`${type}\` is not known here.`,
    hint: () => "Cast it in SQL to say which type it should have.",
  }),
  "text-repaired": define<{ column: string }>({
    severity: "warning",
    message: ({ column }) =>
      `Column \`${column}\` holds U+FFFD (�), which stands for bytes that are not valid UTF-8.`,
    hint: () => "Mend the text where it was written; the rest of the value is as it was.",
  }),
  "dates-impossible": define<{ column: string; count: number }>({
    severity: "warning",
    message: ({ column, count }) =>
      `Column \`${column}\` holds ${count} ${count === 1 ? "date" : "dates"} that no calendar has, such as 0000-00-00; they are read as NULL.`,
    hint: () => "Select the column as text to see them: `cast(… as char)`.",
  }),
  "times-ambiguous": define<{ column: string; count: number }>({
    severity: "warning",
    message: ({ column, count }) =>
      `Column \`${column}\` holds ${count} ${count === 1 ? "time" : "times"} in the hour that the end of summer time repeats; the earlier one is taken.`,
    hint: () => "The source tells them apart only in UTC: leave out `time_zone` in `defaults`.",
  }),
  "query-warned": define<{ reason: string }>({
    severity: "warning",
    message: ({ reason }) => `The source warns of the query: ${reason}.`,
    hint: () => "The rows may not hold what the query says.",
  }),
  "fractions-cut": define<{ column: string; count: number }>({
    severity: "warning",
    message: ({ column, count }) =>
      `Column \`${column}\` holds ${count} ${count === 1 ? "time" : "times"} with fractions beyond a microsecond, which are cut off.`,
    hint: () => "Select the column as text to keep all nine decimals.",
  }),
});
