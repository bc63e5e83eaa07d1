/** Parts that the configurations of several source types share. */
import { FIELD_MARKS } from "../project/source-config/field-marks.js";
import { withDefault, z } from "./zod.js";

/** A schema that is built once, when it is first asked for. */
export function lazily<Schema>(build: () => Schema): () => Schema {
  let built: Schema | undefined;
  return () => (built ??= build());
}

/** Text that is not empty. */
export function filledText(): z.ZodMiniString {
  return z.string().check(z.minLength(1));
}

/** Text that matches a pattern; `otherwise` is said of another. */
export function matchingText(pattern: RegExp, otherwise: string): z.ZodMiniString {
  return z.string().check(z.regex(pattern, otherwise));
}

/** A whole number between `min` and `max`. */
export function wholeNumber(min: number, max: number): z.ZodMiniNumberFormat {
  return z.int().check(z.minimum(min), z.maximum(max));
}

/** With a scheme; a single letter is a disk of Windows. */
const OF_THIS_DISK = /^(?:file|sqlite3?|duckdb):/i;
const ADDRESS = /^(?:[a-z][a-z0-9+.-]+:\/\/|md:|motherduck:)/i;

/** A path to a file: absolute by the time that a connector sees it. */
export function filePath(description: string, example?: string): z.ZodMiniString {
  return filledText()
    .check(
      z.refine((path) => path !== ":memory:", {
        error: "a database in memory would be empty.",
        params: { hint: "Name a file." },
      }),
      z.refine((path) => !OF_THIS_DISK.test(path), {
        error: "it is an address.",
        params: { hint: "Write the path of the file alone, without what stands before it." },
      }),
      z.refine((path) => OF_THIS_DISK.test(path) || !ADDRESS.test(path), {
        error: "it is an address on the network; only files on this machine are read.",
        params: {
          hint: "Download the file first, or let a script model fetch it: `args: [curl, -fsSL, …]` with its `format`.",
        },
      }),
    )
    .register(FIELD_MARKS, { description, path: true, ...(example !== undefined && { example }) });
}

/** For the refinement of an attached database, which is named by itself or as an inline source. */
export function hasDatabase(attached: { readonly database?: unknown; readonly source?: unknown }) {
  return attached.database !== undefined || attached.source !== undefined;
}

/** The message of that refinement. */
export const ATTACHED_WITHOUT_DATABASE = "it names no `database`.";

/** The limit of a statement's time, for all types alike. */
export function statementTimeout(): z.ZodMiniDefault<z.ZodMiniNumberFormat> {
  return withDefault(wholeNumber(1, 86_400), 300).register(FIELD_MARKS, {
    example: "60",
    description: "Seconds after which a statement is stopped.",
  });
}

/** For servers, whose rows may stop coming while the connection stays. */
export function progressTimeout(): z.ZodMiniDefault<z.ZodMiniNumberFormat> {
  return withDefault(wholeNumber(1, 86_400), 60).register(FIELD_MARKS, {
    example: "120",
    description:
      "Seconds without a further row in the middle of a result, after which it is given up.",
  });
}

/** How many statements run at once on one source. */
export function poolSize(): z.ZodMiniOptional<z.ZodMiniNumberFormat> {
  return z.optional(wholeNumber(1, 64)).register(FIELD_MARKS, {
    example: "2",
    description:
      "Statements that run at once on this source, or on all sources of the same server and login.",
  });
}
