import type { LoginRefusal, Refusals, StatementRefusal } from "../server/refusal.js";

const LOGIN: Readonly<Record<string, LoginRefusal>> = {
  "28000": "login-failed",
  "28P01": "login-failed",
  "3D000": "database-unknown",
  "53300": "server-full",
  "57P01": "server-restarting",
  "57P03": "server-restarting",
};

const STATEMENT: Readonly<Record<string, StatementRefusal>> = {
  // Undefined table, column, function, object; unknown schema.
  "42P01": "name-unknown",
  "42703": "name-unknown",
  "42883": "name-unknown",
  "42704": "name-unknown",
  "3F000": "name-unknown",
  "42501": "not-permitted",
  "25006": "would-write",
  "57P01": "session-ended",
  "57P02": "session-ended",
  "57P03": "session-ended",
};

/** What SQLSTATEs mean. */
export const REFUSALS: Refusals = {
  ofLogin: ({ code }) => LOGIN[code],
  ofStatement({ code, message }) {
    // The same code stands for a cancel by somebody else.
    if (code === "57014" && /statement timeout/.test(message)) return "timed-out";
    return STATEMENT[code];
  },
  /** The server counts characters from 1, not the halves of a surrogate pair. */
  placeOf({ position }, sql) {
    if (position === undefined) return undefined;
    return Array.from(sql)
      .slice(0, position - 1)
      .join("").length;
  },
};
