import { define } from "../definition.js";

/** Running jobs and keeping their artifacts. */
export const engineCodes = () => ({
  "dependency-failed": define<{ name: string; dependency: string }>({
    severity: "error",
    message: ({ name, dependency }) => `\`${name}\` was not run, because \`${dependency}\` failed.`,
  }),
  "chosen-source-unknown": define<{ name: string }>({
    severity: "error",
    message: ({ name }) => `\`--source ${name}\` names no source of this project.`,
  }),
  "merge-not-planned": define<{ name: string; reason: string }>({
    severity: "warning",
    message: ({ name, reason }) => `What \`${name}\` needs of its models is not known: ${reason}`,
    hint: () => "The queries are shown whole; a run asks for less where it can.",
  }),
  "merge-model-too-large": define<{
    name: string;
    engine: string;
    model: string;
    rows?: number;
    /** The rows are those that are uploaded. */
    uploads?: true;
    bytes?: number;
  }>({
    severity: "error",
    message: ({ name, engine, model, rows, uploads, bytes = 0 }) =>
      rows === undefined
        ? `\`${name}\` cannot run on \`${engine}\`: with \`${model}\`, the rows that are sent along take ${Math.ceil(bytes / 1024)} kB of SQL, and at most 256 kB are sent.`
        : `\`${name}\` cannot run on \`${engine}\`: \`${model}\` lives elsewhere and has more than the ${rows.toLocaleString("en")} rows that are ${uploads ? "uploaded" : "sent along"}.`,
    summary:
      "A model of a merge with an `engine` lives elsewhere and is too large to be sent there.",
    hint: ({ model, uploads }) =>
      uploads
        ? `Let \`${model}\` yield fewer rows, raise \`upload_max_rows\` of the engine, or join it with \`engine: duckdb\`, which takes models of any size.`
        : `Let \`${model}\` yield fewer rows or columns, or join it with \`engine: duckdb\`, which takes models of any size. A Trino that reaches its database reads it there: name the two in \`catalogs\`; one that has a place for tables of rows takes up to a million: name it in \`upload\`.`,
  }),
  "merge-model-not-sent": define<{ name: string; engine: string; model: string; reason: string }>({
    severity: "error",
    message: ({ name, engine, model, reason }) =>
      `\`${name}\` cannot run on \`${engine}\`: \`${model}\` lives elsewhere, and ${reason}`,
    hint: () => "Change the model's own SQL so that it fits, for example by a cast to text.",
  }),
  "nothing-to-run": define<{ selection: string }>({
    severity: "error",
    message: ({ selection }) => `Nothing that \`${selection}\` selects can be run.`,
    hint: () => "Traces, models and what shows them can be run; sources alone cannot.",
  }),
  "project-busy": define<{ holder: string; since: string }>({
    severity: "error",
    message: ({ holder, since }) =>
      `Another run of this project is going on (${holder}, ${since}).`,
    hint: () => "Wait for it with `--wait`.",
  }),
  "project-not-trusted": define<{ name: string; plugin?: string; sends?: readonly Sent[] }>({
    severity: "error",
    message: ({ name, plugin, sends = [] }) =>
      sends.length > 0
        ? `\`${name}\` was not asked: ${sentText(sends)}, which is your own, and this project is not trusted.`
        : plugin === undefined
          ? `The script model \`${name}\` was not run: this project is not trusted.`
          : `The source \`${name}\` was not opened: it needs the code of the plugin \`${plugin}\`, and this project is not trusted.`,
    summary:
      "A script or a plugin was not run, or a value of your own was not sent: this project is not trusted.",
    hint: ({ plugin, sends = [] }) =>
      sends.length > 0
        ? "If you know that host, allow it with `--trust`; where nobody can answer, as in CI, with `HEADWATER_TRUST=1`."
        : plugin === undefined
          ? "Read its commands, then allow them with `--trust`."
          : "Look at the plugin, then allow it with `--trust`.",
  }),
  "out-of-disk": define<{ folder: string; reason: string }>({
    severity: "error",
    message: ({ folder, reason }) => `Results cannot be written below \`${folder}\`: ${reason}`,
    hint: () => "Make room there and run again; the earlier results are untouched.",
  }),
  "script-not-started": define<{ name: string; command: string; reason: string }>({
    severity: "error",
    message: ({ name, command, reason }) =>
      `The script of \`${name}\` could not be started: \`${command}\`: ${reason}`,
    hint: ({ command }) =>
      /\s/.test(command)
        ? "`args` is run without a shell: write the program and each of its arguments as an entry of its own."
        : "`args` is run without a shell: the first entry is the program, found through PATH or relative to `cwd`.",
  }),
  "script-failed": define<{ name: string; how: string }>({
    severity: "error",
    message: ({ name, how }) => `The script of \`${name}\` ${how}; what it printed is not used.`,
  }),
  "script-timed-out": define<{ name: string; seconds: number }>({
    severity: "error",
    message: ({ name, seconds }) =>
      `The script of \`${name}\` was stopped, because it took longer than ${seconds} s.`,
    hint: () => "Give it longer with `timeout`.",
  }),
  "script-output-too-large": define<{ name: string; bytes: number }>({
    severity: "error",
    message: ({ name, bytes }) =>
      `The script of \`${name}\` was stopped, because it printed more than ${sizeText(bytes)}.`,
    hint: () =>
      "Print fewer rows or columns, or Parquet, which is smaller; or raise `limits.max_bytes` of `defaults`.",
  }),
  "script-input-missing": define<{ name: string; input: string }>({
    severity: "warning",
    message: ({ name, input }) =>
      `\`${name}\` names \`${input}\` among its \`inputs\`, but there is no such file.`,
  }),
  "script-output-empty": define<{ name: string }>({
    severity: "error",
    message: ({ name }) => `The script of \`${name}\` printed neither columns nor rows.`,
    hint: () => "If it may yield no rows, print the header alone or set `allow_empty: true`.",
  }),
  "script-output-unreadable": define<{ name: string; format: string; reason: string }>({
    severity: "error",
    message: ({ name, format, reason }) =>
      `The output of \`${name}\` cannot be read as ${format}: ${reason}`,
    hint: () => "If it is something else, say what with `format`, `delimiter` and `header`.",
  }),
  "script-records-wrapped": define<{ name: string; field: string }>({
    severity: "warning",
    message: ({ name, field }) =>
      `The output of \`${name}\` is one object, so it is one row; its records seem to lie in \`${field}\`.`,
    hint: ({ field }) => `Print the list \`${field}\` itself, or one of its records per line.`,
  }),
  "declared-type-unfit": define<{
    name: string;
    column: string;
    type: string;
    row: number;
    value: string;
  }>({
    severity: "error",
    message: ({ name, column, type, row, value }) =>
      `\`${name}\` declares \`${column}\` as \`${type}\`, but in row ${row} it is \`${value}\`.`,
    hint: () => "Rows are counted without the header. Declare another type, or print other values.",
  }),
  "declared-column-missing": define<{ name: string; column: string }>({
    severity: "error",
    message: ({ name, column }) =>
      `\`${name}\` declares a column \`${column}\` that it does not yield.`,
  }),
});

/** What is the user's own, in words, and the host that would get it. */
export interface Sent {
  readonly what: string;
  readonly host: string;
}

function sentText(sends: readonly Sent[]): string {
  const what = [...new Set(sends.map((one) => one.what))];
  const hosts = [...new Set(sends.map(({ host }) => `\`${host}\``))];
  const list = what.length > 1 ? `${what.slice(0, -1).join(", ")} and ${what.at(-1)}` : what[0];
  return `${hosts.join(", ")} would get ${list}`;
}

/** Bytes in the unit that the limits are written in. */
function sizeText(bytes: number): string {
  if (bytes >= 1_073_741_824) return `${Number((bytes / 1_073_741_824).toFixed(1))} GB`;
  return bytes >= 1_048_576 ? `${Number((bytes / 1_048_576).toFixed(1))} MB` : `${bytes} bytes`;
}
