import { byteText } from "../../contract/byte-text.js";
import { define } from "../definition.js";

/** Tables of rows that a merge makes on its engine. */
export const uploadCodes = () => ({
  "catalog-not-passed": define<{ server: string; name: string; type: string }>({
    severity: "error",
    message: ({ server, name, type }) =>
      `\`${server}\` cannot read \`${name}\` through a catalog: rows of a \`${type}\` source do not pass through Trino.`,
    hint: ({ server }) =>
      `Leave it out: the rows of its models are sent to \`${server}\` with the query, or uploaded where \`upload\` names a place for them.`,
  }),
  "upload-refused": define<{
    source: string;
    /** Absent: no rows were there to be uploaded. */
    model?: string;
    place: string;
    reason: string;
  }>({
    severity: "error",
    message: ({ source, model, place, reason }) =>
      model === undefined
        ? `\`${source}\`: no table can be made in \`${place}\`: ${reason}`
        : `\`${source}\`: the rows of \`${model}\` cannot be uploaded to \`${place}\`: ${reason}`,
    summary: "An engine does not take the rows of a model as a table.",
    hint: () =>
      "`upload` names a catalog and a schema that are there, in which the login may make, fill and drop tables; `headwater sources check` looks at it.",
  }),
  "upload-changed": define<{
    source: string;
    model: string;
    place: string;
    column: string | undefined;
  }>({
    severity: "error",
    message: ({ source, model, place, column }) =>
      `\`${source}\`: the rows of \`${model}\` are not the same once they are uploaded to \`${place}\`: ${column === undefined ? "some are lost, or there twice" : `the database behind it keeps values of \`${column}\` as others`}.`,
    summary: "Rows that were uploaded are read back, and are not what they were.",
    hint: ({ column }) =>
      column === undefined
        ? "Run it again; the rows were not used."
        : `Name another catalog in \`upload\`, such as one of a lake, or cast \`${column}\` in the model to text.`,
  }),
  "upload-too-large": define<{ source: string; model: string; limit: number }>({
    severity: "error",
    message: ({ source, model, limit }) =>
      `\`${source}\`: the rows of \`${model}\` are more than the ${byteText(limit)} that are uploaded for one model.`,
    hint: () =>
      "Let the model yield fewer rows or columns, raise `upload_max_bytes` of the source, or join it with `engine: duckdb`.",
  }),
  "upload-left": define<{ source: string; table: string; reason: string }>({
    severity: "warning",
    message: ({ source, table, reason }) =>
      `\`${source}\`: the uploaded table \`${table}\` could not be dropped: ${reason}`,
    hint: () => "The next run that uploads tries again, once this process has ended.",
  }),
});
