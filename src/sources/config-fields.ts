/** Parts that the configurations of several source types share. */
import { z } from "zod";

/** Code made for a schema is worth its while after thousands of values; here each checks a few. */
z.config({ jitless: true });

/** A schema that is built once, when it is first asked for. */
export function lazily<Schema>(build: () => Schema): () => Schema {
  let built: Schema | undefined;
  return () => (built ??= build());
}

/** A whole number between `min` and `max`. */
export function wholeNumber(min: number, max: number): z.ZodInt {
  return z.int().min(min).max(max);
}

/** With a scheme; a single letter is a disk of Windows. */
const OF_THIS_DISK = /^(?:file|sqlite3?|duckdb):/i;
const ADDRESS = /^(?:[a-z][a-z0-9+.-]+:\/\/|md:|motherduck:)/i;

/** A path to a file: absolute by the time that a connector sees it. */
export function filePath(description: string, example?: string): z.ZodString {
  return z
    .string()
    .min(1)
    .refine((path) => path !== ":memory:", {
      error: "a database in memory would be empty.",
      params: { hint: "Name a file." },
    })
    .refine((path) => !OF_THIS_DISK.test(path), {
      error: "it is an address.",
      params: { hint: "Write the path of the file alone, without what stands before it." },
    })
    .refine((path) => OF_THIS_DISK.test(path) || !ADDRESS.test(path), {
      error: "it is an address on the network; only files on this machine are read.",
      params: {
        hint: "Download the file first, or let a script model fetch it: `args: [curl, -fsSL, …]` with its `format`.",
      },
    })
    .meta({ description, path: true, ...(example !== undefined && { example }) });
}

/** For the refinement of an attached database, which is named by itself or as an inline source. */
export function hasDatabase(attached: { readonly database?: unknown; readonly source?: unknown }) {
  return attached.database !== undefined || attached.source !== undefined;
}

/** The message of that refinement. */
export const ATTACHED_WITHOUT_DATABASE = "it names no `database`.";

/** The limit of a statement's time, for all types alike. */
export function statementTimeout(): z.ZodDefault<z.ZodInt> {
  return wholeNumber(1, 86_400)
    .default(300)
    .meta({ example: "60", description: "Seconds after which a statement is stopped." });
}

/** For servers, whose rows may stop coming while the connection stays. */
export function progressTimeout(): z.ZodDefault<z.ZodInt> {
  return wholeNumber(1, 86_400).default(60).meta({
    example: "120",
    description:
      "Seconds without a further row in the middle of a result, after which it is given up.",
  });
}

/** How many statements run at once on one source. */
export function poolSize(): z.ZodOptional<z.ZodInt> {
  return wholeNumber(1, 64).optional().meta({
    example: "2",
    description:
      "Statements that run at once on this source, or on all sources of the same server and login.",
  });
}
