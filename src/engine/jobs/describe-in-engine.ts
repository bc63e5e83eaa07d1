import type { EngineTable } from "../../rows/relation.js";
import { SourceError } from "../../rows/stream.js";
import { dialects } from "../../sql/dialects.js";
import { subjectOf } from "../refusal.js";
import type { DialectName } from "../../sql/dialect.js";
import type { AskContext, DescribedJob, Undescribed } from "./contract.js";

/**
 * The columns of a query of the embedded engine. Where it rests on columns whose types are only
 * guessed, so do its own, and only names and words that the engine does not know are an error: what
 * else it refuses may be right over the rows.
 */
export async function describeInEngine(
  sql: string,
  tables: readonly EngineTable[],
  { project, readers: { embedded } }: Pick<AskContext, "project" | "readers">,
  signal: AbortSignal,
): Promise<DescribedJob | Undescribed> {
  const guessed = guessedColumns(sql, embedded.dialect, tables);
  const { timeZone } = project.defaults;
  try {
    const columns = await embedded.describe(sql, { tables, timeZone }, { signal });
    const exact = guessed.length === 0;
    return {
      columns: columns.map((column) => ({ ...column, exact })),
      dialect: embedded.dialect,
      diagnostics: [],
    };
  } catch (error) {
    const isCertain = !(error instanceof SourceError) || subjectOf(error.diagnostic.message);
    if (isCertain || guessed.length === 0) throw error;
    return { unknown: `Only rows tell the type of ${guessed.slice(0, MOST_NAMED).join(", ")}.` };
  }
}

const MOST_NAMED = 3;

/** Those that the SQL may name; all where it names none, as with `*`. */
function guessedColumns(
  sql: string,
  dialect: DialectName,
  tables: readonly EngineTable[],
): string[] {
  const tokens = dialects[dialect].tokenize(sql) ?? [];
  const words = new Set(tokens.map(({ text }) => text.toLowerCase()));
  const all = tables.flatMap((table) => {
    if (table.kind !== "declared") return [];
    const [name] = table.names;
    return table.columns
      .filter(({ exact }) => !exact)
      .map((column) => ({ table: name?.table ?? table.id, column: column.name }));
  });
  const named = all.filter(({ column }) => words.has(column.toLowerCase()));
  return (named.length > 0 ? named : all).map(({ table, column }) => `\`${table}.${column}\``);
}
