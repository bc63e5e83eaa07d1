import { lineStart } from "../server/line-start.js";
import type { LoginRefusal, Refusal, Refusals, StatementRefusal } from "../server/refusal.js";

const LOGIN: Readonly<Record<string, LoginRefusal>> = {
  1045: "login-failed",
  1698: "login-failed",
  1049: "database-unknown",
  1040: "server-full",
  1203: "server-full",
  1226: "server-full",
  1053: "server-restarting",
};

const STATEMENT: Readonly<Record<string, StatementRefusal>> = {
  1969: "timed-out",
  3024: "timed-out",
  1053: "session-ended",
  1080: "session-ended",
  1927: "session-ended",
  3169: "session-ended",
  4031: "session-ended",
  // Database, table, column, function, alias, key.
  1049: "name-unknown",
  1051: "name-unknown",
  1054: "name-unknown",
  1109: "name-unknown",
  1128: "name-unknown",
  1146: "name-unknown",
  1176: "name-unknown",
  1247: "name-unknown",
  1305: "name-unknown",
  1630: "name-unknown",
  4091: "name-unknown",
  1044: "not-permitted",
  1142: "not-permitted",
  1143: "not-permitted",
  1227: "not-permitted",
  1345: "not-permitted",
  1370: "not-permitted",
  1290: "would-write",
  1792: "would-write",
  1836: "would-write",
};

/** What the servers' numbers of errors mean. */
export const REFUSALS: Refusals = {
  ofLogin: ({ code }) => LOGIN[code],
  ofStatement: ({ code }) => STATEMENT[code],
  placeOf,
};

/**
 * The servers name no position: a syntax error quotes what follows it, other errors quote the name.
 */
function placeOf({ code, message }: Refusal, sql: string): number | undefined {
  const near = /near '([\s\S]*)' at line (\d+)/.exec(message);
  if (code === "1064" && near) {
    const rest = near[1] ?? "";
    const line = lineStart(sql, Number(near[2]));
    const offset = rest === "" ? sql.trimEnd().length : sql.indexOf(rest, line);
    return offset < 0 || sql === "" ? undefined : offset;
  }
  const name = /'([^']+)'/.exec(message)?.[1];
  if (name === undefined || STATEMENT[code] !== "name-unknown") return undefined;
  // The server qualifies tables with their database, which the text may not.
  const offsets = [name, name.slice(name.lastIndexOf(".") + 1)].map((text) => onlyPlace(sql, text));
  return offsets.find((offset) => offset !== undefined);
}

/** Where a word stands, if it stands there once. */
function onlyPlace(sql: string, word: string): number | undefined {
  const escaped = word.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const places = [...sql.matchAll(new RegExp(`(?<![\\w$])${escaped}(?![\\w$])`, "giu"))];
  return places.length === 1 ? places[0]?.index : undefined;
}
