/**
 * Which queries both builds of SQLite answer alike, in little memory: those whose program only goes
 * through tables and indexes. The programs are what EXPLAIN shows.
 */
import type { SqliteValue } from "../types.js";

/** Steps that read, compare and calculate, and keep nothing. */
const PLAIN = new Set(
  `Init Goto Halt Transaction Noop Explain Trace Once Gosub Return BeginSubrtn
  InitCoroutine EndCoroutine Yield
  OpenRead ReopenIdx Rewind Last Next Prev Close NullRow ColumnsUsed
  Column Rowid IdxRowid RealAffinity Affinity ResultRow
  SeekGE SeekGT SeekLE SeekLT SeekRowid SeekScan SeekHit NotExists NotFound Found NoConflict
  DeferredSeek FinishSeek IdxGE IdxGT IdxLE IdxLT IfNoHope IfNullRow
  Integer Int64 Real String String8 Blob Null Copy SCopy Move CollSeq MustBeInt
  If IfNot IsNull NotNull IsTrue IsType ZeroOrNull
  Eq Ne Lt Le Gt Ge ElseEq Jump Compare Permutation
  And Or Not BitAnd BitOr BitNot ShiftLeft ShiftRight Add Subtract Multiply Divide Remainder`.split(
    /\s+/,
  ),
);

/** The same in the same version only: numbers as texts, and texts as numbers. */
const PLAIN_IN_SAME_VERSION = new Set(["Cast", "Concat"]);
const FUNCTIONS_IN_SAME_VERSION = new Set([
  "abs",
  "format",
  "glob",
  "hex",
  "instr",
  "length",
  "like",
  "lower",
  "ltrim",
  "octet_length",
  "printf",
  "replace",
  "round",
  "rtrim",
  "substr",
  "substring",
  "trim",
  "typeof",
  "unicode",
  "upper",
]);

/** Places of an EXPLAIN row. */
const OPCODE = 1;
const FOURTH_PARAMETER = 5;

/** Digits of a real that every version reads alike. */
const EXACT_REAL = /^-?\d{1,15}$|^-?(?=[\d.]{1,16}$)\d+\.\d+$/;

/** `sameVersion`: whether both builds are of one version of SQLite. */
export function isPlainProgram(
  rows: readonly (readonly SqliteValue[])[],
  sameVersion: boolean,
): boolean {
  return rows.every((row) => {
    const opcode = String(row[OPCODE]);
    const parameter = String(row[FOURTH_PARAMETER] ?? "");
    if (opcode === "Real") return sameVersion || EXACT_REAL.test(parameter);
    if (PLAIN.has(opcode)) return true;
    if (!sameVersion) return false;
    if (PLAIN_IN_SAME_VERSION.has(opcode)) return true;
    const name = /^(\w+)\(/.exec(parameter)?.[1] ?? "";
    return /^(Pure)?Func(tion)?$/.test(opcode) && FUNCTIONS_IN_SAME_VERSION.has(name);
  });
}
