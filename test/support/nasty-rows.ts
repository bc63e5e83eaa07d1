/** Rows that charts have trouble with, always the same ones for a seed. */

const NUMBERS = [
  "null",
  "'NaN'::double",
  "'Infinity'::double",
  "'-Infinity'::double",
  "-5.0",
  "0.0",
  "1.0",
  "1.0",
  "2.5",
  "3.0",
  "40.0",
  "1e6",
  "1e306",
];
const DATES = [
  "null",
  "date '9999-12-31'",
  "date '9500-01-01'",
  "date '0044-03-15 (BC)'",
  "'infinity'::date",
  "'-infinity'::date",
  "date '2024-02-29'",
  "date '2024-03-01'",
  "date '2024-03-01'",
  "date '2025-07-01'",
];
const TEXTS = ["null", "''", "'a'", "'b'", "'c'", "'a'", "'10'", "'<b>x</b>'"];
/** Columns of the rows: texts `t` and `u`, a date `d`, and numbers. */
const COLUMNS = ["t", "u", "d", "a", "b", "c", "e", "f", "g"] as const;

/** A query that makes `rows` rows. */
export function nastyQuery(seed: number, rows: number): string {
  const next = randomNumbers(seed);
  const pick = (values: readonly string[]) => values[Math.floor(next() * values.length)] ?? "null";
  const lines = Array.from({ length: Math.max(1, rows) }, () => {
    const values = COLUMNS.map((name) => {
      if (name === "t" || name === "u") return `${pick(TEXTS)}::varchar`;
      return name === "d" ? `${pick(DATES)}::date` : `${pick(NUMBERS)}::double`;
    });
    return `(${values.join(", ")})`;
  });
  const none = rows === 0 ? " where false" : "";
  return `select * from (values ${lines.join(", ")}) as nasty(${COLUMNS.join(", ")})${none}`;
}

/** Numbers from 0 to 1 by a congruential generator. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}
