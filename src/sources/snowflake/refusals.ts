import { lineStart } from "../server/line-start.js";
import type { Refusal, Refusals, StatementRefusal } from "../server/refusal.js";

/** The service's own codes. */
const STATEMENT: Readonly<Record<string, StatementRefusal>> = {
  "000630": "timed-out",
  "390104": "session-ended",
  "390111": "session-ended",
  "390112": "session-ended",
  "390114": "session-ended",
  "407002": "session-ended",
  "000904": "name-unknown",
  "002003": "name-unknown",
  "002043": "name-unknown",
  "002140": "name-unknown",
  "002141": "name-unknown",
  "003001": "not-permitted",
  "003041": "not-permitted",
};

/** Whether the session has ended, so that a new one may do better. */
export function isSessionEnd({ code }: Refusal): boolean {
  return STATEMENT[code] === "session-ended";
}

/** What the service's codes mean. What it says at the login is worded in `failure.ts`. */
export const REFUSALS: Refusals = {
  ofLogin: () => undefined,
  nextStep: () => undefined,
  ofStatement: ({ code }) => STATEMENT[code],
  placeOf({ message }, sql) {
    const match = /line (\d+) at position (\d+)/.exec(message);
    if (!match) return undefined;
    const offset = lineStart(sql, Number(match[1])) + Number(match[2]);
    return offset <= sql.length && sql !== "" ? offset : undefined;
  },
};

/** What helps against a refusal of a statement, beyond the service's own words. */
export function hintOf(code: string, message: string): string | undefined {
  return HINTS.find(([pattern]) => pattern.test(`${code} ${message}`))?.[1];
}

const HINTS: readonly (readonly [RegExp, string])[] = [
  [
    /^000606|no active warehouse/i,
    "Set `warehouse` of the source, or give the user a default: `ALTER USER … SET DEFAULT_WAREHOUSE = …`.",
  ],
  [
    /^090073|resource monitor/i,
    "The warehouse's resource monitor has used up its credits; its administrator can raise them, or name another `warehouse`.",
  ],
  [
    /^0?90105|does not have a current (database|schema)/i,
    "Set `db_schema` of the source, or write the schema before the table's name.",
  ],
  [
    /warehouse .* (cannot be resumed|is suspended)|insufficient privileges to operate on warehouse/i,
    "The role needs USAGE on the warehouse, and OPERATE to start one that does not start by itself.",
  ],
  [
    /^002003|^002043/,
    "Names without quotes are upper case. It may also lie in another schema (`db_schema`), or the `role` may lack the right to see it.",
  ],
  [/^000904/, "Names without quotes are upper case; put one with small letters in double quotes."],
  [
    /^003001/,
    "The `role` needs a grant for it: GRANT SELECT on tables, USAGE on database, schema and warehouse.",
  ],
  [/^000604/, "Somebody, or a limit of the account, stopped the query on the server."],
];
