/**
 * An expression over aggregates, computed by the engine and by the page:
 *
 *   trace ─▶ its query ─▶ engine ─▶ values
 *   trace with an input ─▶ cube's query ─▶ engine ─▶ partial columns ─▶ folded ─▶ the same values?
 */
import type { Value } from "../../src/contract/result.js";
import { Refused } from "../../src/fold/arithmetic/refused.js";
import { FoldFault } from "../../src/fold/fold-fault.js";
import { arithmeticOf } from "../../src/fold/arithmetic/expression.js";
import { prepareCube } from "../../src/fold/prepared-cube.js";
import type { FoldTable } from "../../src/fold/table.js";
import { SourceError } from "../../src/rows/stream.js";
import type { Source } from "../../src/sources/contract.js";
import { compileCube } from "../../src/sql/cube/compile-cube.js";
import type { DialectName } from "../../src/sql/dialect.js";
import { createClassifier } from "../../src/sql/trace/classify.js";
import { compileTrace } from "../../src/sql/trace/compile-trace.js";
import type { TraceQuery } from "../../src/sql/trace/trace-query.js";
import type { TraceSql } from "../../src/sql/trace/trace-sql.js";
import { collect } from "../conformance/collect.js";

const at = {
  file: "headwater.yml",
  start: { line: 1, column: 1 },
  end: { line: 1, column: 2 },
} as const;
const classifier = createClassifier({ aggregates: [] });

export interface Engine {
  readonly dialect: DialectName;
  readonly source: Source;
  /** Whether two types are one as far as values go. */
  readonly isSameType?: (engine: string, page: string) => boolean;
}

interface Columns {
  readonly types: readonly string[];
  readonly values: readonly (readonly Value[])[];
}

/** As many as one query asks for, so that many groups fit the memory. */
const AT_ONCE = 30;

/** Lines for what differs: the expression, how often, and the first group; empty when nothing does. */
export async function differences(
  engine: Engine,
  expressions: readonly string[],
  base = "select * from t",
): Promise<string[]> {
  const lines: string[] = [];
  for (let from = 0; from < expressions.length; from += AT_ONCE) {
    lines.push(...(await differencesOf(engine, expressions.slice(from, from + AT_ONCE), base)));
  }
  return lines;
}

async function differencesOf(
  engine: Engine,
  expressions: readonly string[],
  base: string,
): Promise<string[]> {
  const trace = traceOf(expressions);
  const expected = await columnsOf(engine, plainQuery(engine, trace, base));
  const folded = await foldedColumns(engine, cubeQuery(engine, trace, base));
  const { isSameType = (one, other) => one === other } = engine;
  return ["g", ...expressions].flatMap((sql, index) => {
    const [type = "", own = ""] = [expected.types[index], folded.types[index]];
    const [values = [], others = []] = [expected.values[index], folded.values[index]];
    const differing = values.flatMap((value, row) => (sameValue(value, others[row]) ? [] : [row]));
    const [row] = differing;
    if (row !== undefined || values.length !== others.length) {
      const places = `${differing.length} of ${values.length} (${others.length})`;
      const first = row === undefined ? "" : `: ${String(values[row])} is ${String(others[row])}`;
      return [`${sql} in ${places}${first}`];
    }
    const isEmpty = values.every((value) => value === null);
    return isEmpty || isSameType(type, own) ? [] : [`${sql}: ${type} is ${own}`];
  });
}

/** Whether engine and page refuse an expression: `both`, `neither` or which of them alone. */
export async function refusedBy(
  engine: Engine,
  expression: string,
  base: string,
): Promise<"both" | "neither" | "engine" | "page"> {
  const trace = traceOf([expression]);
  const own = await foldedColumns(engine, cubeQuery(engine, trace, base)).then(
    () => false,
    (error: unknown) => {
      if (!(error instanceof FoldFault)) throw error;
      return true;
    },
  );
  const its = await columnsOf(engine, plainQuery(engine, trace, base)).then(
    () => false,
    (error: unknown) => {
      if (!(error instanceof SourceError)) throw error;
      return true;
    },
  );
  if (its === own) return its ? "both" : "neither";
  return its ? "engine" : "page";
}

/** Why the page does not compute an expression: what compiling says, else the rules. */
export async function refusal(engine: Engine, expression: string): Promise<string> {
  const query = cubeQuery(engine, traceOf([expression]), "select * from t");
  const [diagnostic] = query.diagnostics;
  if (diagnostic) return diagnostic.message;
  return foldedColumns(engine, query).then(
    () => "computed",
    (error: unknown) => {
      if (!(error instanceof Refused)) throw error;
      return `${error.reason}: ${error.message}`;
    },
  );
}

function traceOf(expressions: readonly string[]): TraceSql {
  return {
    name: "compared",
    locate: () => at,
    queries: [
      { sql: "g", at, path: ["x"] },
      ...expressions.map((sql, index) => ({ sql, at, path: ["y", index] })),
    ],
    columns: [],
    bindings: [],
    orderBy: [{ sql: "g", at }],
    filters: [],
  };
}

function plainQuery({ dialect }: Engine, trace: TraceSql, sql: string): TraceQuery {
  return compileTrace(trace, { sql }, { dialect, classifier, compat: false });
}

function cubeQuery({ dialect }: Engine, trace: TraceSql, sql: string): TraceQuery {
  const input = { is: "choice", name: "h", label: "h", column: "h", multiple: true } as const;
  return compileCube(trace, { sql }, [{ input, column: { name: "h", type: "int32" } }], {
    dialect,
    classifier,
    compat: false,
    timeZone: "UTC",
  });
}

async function columnsOf({ source }: Engine, { sql }: TraceQuery): Promise<Columns> {
  const { columns, values } = await collect(source, sql);
  return { types: columns.map(({ type }) => type), values };
}

async function foldedColumns({ source }: Engine, query: TraceQuery): Promise<Columns> {
  const { cube, diagnostics } = query;
  const messages = diagnostics.map(({ message }) => message);
  if (!cube || messages.length > 0) throw new Error(messages.join("\n"));
  const { columns, values, rows } = await collect(source, query.sql);
  const table: FoldTable = {
    rows,
    columns: columns.map(({ name, type }, index) => ({
      name,
      type,
      length: rows,
      value: (row) => values[index]?.[row] ?? null,
    })),
  };
  const folded = prepareCube(table, cube, arithmeticOf).fold(new Map());
  return {
    types: folded.columns.map(({ type }) => type),
    values: folded.columns.map(({ length, value }) =>
      Array.from({ length }, (_, row) => value(row)),
    ),
  };
}

/** -0 and 0 are shown alike. */
function sameValue(one: Value | undefined, other: Value | undefined): boolean {
  return String(one) === String(other);
}
