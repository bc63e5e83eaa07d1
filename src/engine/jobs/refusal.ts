/** What a server's message is about, as far as it says so. */
export interface RefusalSubject {
  readonly kind: "column" | "other";
  readonly name: string;
}

/** Wordings of DuckDB, PostgreSQL, SQLite and the MySQL family; the group is the name that is not known. */
const UNKNOWN_COLUMN = [
  /column "([^"]+)" (?:does not exist|not found)/i,
  /column (\S+) does not exist/i,
  /no such column: "?([^"\n]+?)"?(?: - |$|\s)/i,
  /unknown column ['`]([^'`]+)['`]/i,
  /does not have a column named "([^"]+)"/i,
];

const OTHER = [
  /(?:at or near|near) "([^"]+)"/i,
  /no such (?:function|table): ([^\s]+)/i,
  /function "?([\w.]+)"?\(.*\) does not exist/i,
  /relation "([^"]+)" does not exist/i,
  /(?:function|table) with name "?([^\s"!]+)"? does not exist/i,
];

/** Finds the name that a message complains of; qualifiers such as `base.` are cut off. */
export function subjectOf(message: string): RefusalSubject | undefined {
  for (const [kind, patterns] of [
    ["column", UNKNOWN_COLUMN],
    ["other", OTHER],
  ] as const) {
    for (const pattern of patterns) {
      const name = pattern.exec(message)?.[1];
      if (name !== undefined) return { kind, name: name.split(".").at(-1) ?? name };
    }
  }
  return undefined;
}
