import type { SourceRange } from "../../contract/diagnostic.js";
import type { EngineChoice, EngineMoves } from "../../contract/manifest.js";
import { byteCount, counted, singleLine } from "./plain-text.js";

/**
 * Why a merge with `engine: auto` runs where it does: a sentence without a full stop. `engine` is the name of the
 * source; absent: DuckDB.
 */
export function choiceText(choice: EngineChoice, engine: string | undefined): string {
  const { moves, held } = choice;
  const [duckdb] = moves;
  const stays = held.map(
    ({ engine: name, because, at }) =>
      `not on ${quoted(name)}, where ${singleLine(because)}${at ? ` (${placeText(at)})` : ""}`,
  );
  if (engine !== undefined) {
    const there = moves.find((one) => one.engine === engine);
    const less = `on ${quoted(engine)}, which moves ${amount(there)}; DuckDB would move ${amount(duckdb)}`;
    return [less, ...stays].join("; ");
  }
  if (stays.length > 0) return `in DuckDB: ${stays.join("; ")}`;
  if (!duckdb) return "in DuckDB, since no other engine reaches its models";
  if (duckdb.bytes === undefined) {
    return `in DuckDB, since it is not known what it moves: ${(duckdb.but ?? "").replace(/\.$/, "")}`;
  }
  const buts = moves.flatMap(({ engine: name, but }) =>
    name !== undefined && but !== undefined
      ? `not on ${quoted(name)}: ${singleLine(but).replace(/\.$/, "")}`
      : [],
  );
  const stay = `in DuckDB, which moves ${amount(duckdb)}: no other engine is known to move less`;
  return [stay, ...buts].join("; ");
}

function quoted(name: string): string {
  return `\`${singleLine(name)}\``;
}

function placeText({ file, start }: SourceRange): string {
  return `${file}:${start.line}:${start.column}`;
}

function amount(moves: EngineMoves | undefined): string {
  const { rows, bytes } = moves ?? {};
  if (rows === undefined || bytes === undefined) return "what nobody knows";
  return `about ${counted(rows, "row")}, ${byteCount(bytes)}`;
}
