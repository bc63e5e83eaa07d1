/** What a server's message is about, as far as it says so. */
export interface RefusalSubject {
  /** `word`: where the text is not understood any more, which may stand in other places too. */
  readonly kind: "column" | "name" | "word";
  readonly name: string;
}

/**
 * Wordings of DuckDB, PostgreSQL, SQLite, the MySQL family and Snowflake; the group is the name that is not
 * known.
 */
const UNKNOWN_COLUMN = [
  /column "([^"]+)" (?:does not exist|not found)/i,
  /column (\S+) does not exist/i,
  /no such column: "?([^"\n]+?)"?(?: - |\.?(?:$|\s))/i,
  /unknown column ['`]([^'`]+)['`]/i,
  /does not have a column named "([^"]+)"/i,
  /invalid identifier '"?([^'"]+)"?'/i,
];

const WORD = [/(?:at or near|near) "([^"]+)"/i, /at position \d+ unexpected '([^']+)'/i];

const UNKNOWN_NAME = [
  /no such (?:function|table): (\S+?)\.?(?:$|\s)/i,
  /function "?([\w.]+)"?\(.*\) does not exist/i,
  /relation "([^"]+)" does not exist/i,
  /(?:function|table) with name "?([^"!\n]+?)"? does not exist/i,
  /table '([^']+)' doesn't exist/i,
  /(?:object|schema|database) '([^']+)' does not exist or not authorized/i,
  /unknown function (\S+)/i,
];

/** Finds the name that a message complains of; qualifiers such as `base.` are cut off. */
export function subjectOf(message: string): RefusalSubject | undefined {
  for (const [kind, patterns] of [
    ["column", UNKNOWN_COLUMN],
    ["word", WORD],
    ["name", UNKNOWN_NAME],
  ] as const) {
    for (const pattern of patterns) {
      const name = pattern.exec(message)?.[1];
      if (name !== undefined) return { kind, name: name.split(".").at(-1) ?? name };
    }
  }
  return undefined;
}

/** `line 2: … from orderz` as servers show it, and a caret below; what is left out is dots. */
const SHOWN_LINE = /^line (\d+): (\.{3,})?(.*?)(?:\.{3,})?\n([ \t]*)\^/im;

/**
 * The word of the SQL under the caret of a message's detail, as a range of UTF-16 units. Undefined
 * when there is no caret, or it is about another text.
 */
export function underCaret(
  detail: string,
  sql: string,
): { readonly start: number; readonly end: number } | undefined {
  const found = SHOWN_LINE.exec(detail);
  if (!found) return undefined;
  const [, number = "", dots = "", shown = "", indent = ""] = found;
  const lines = sql.split("\n");
  const line = lines[Number(number) - 1];
  const at = line?.indexOf(shown) ?? -1;
  const inShown = indent.length - `line ${number}: ${dots}`.length;
  if (line === undefined || at < 0 || inShown < 0 || inShown > shown.length) return undefined;
  const before = lines
    .slice(0, Number(number) - 1)
    .reduce((sum, { length }) => sum + length + 1, 0);
  const start = before + at + inShown;
  const [word = ""] = /^(?:[\p{L}\p{N}_]+|"[^"]*"|.)?/u.exec(sql.slice(start)) ?? [];
  return { start, end: start + word.length };
}
