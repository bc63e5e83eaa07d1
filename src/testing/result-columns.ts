import type { StoredResult } from "../contract/cube.js";
import type { Artifact, Manifest } from "../contract/manifest.js";
import type { Result } from "../contract/result.js";
import { suggest } from "../diagnostics/index.js";
import { chosenVariant } from "../project/chosen-variant.js";
import { filtersOf } from "../project/filters-of.js";
import { FoldFault } from "../fold/fold-fault.js";
import { foldResult } from "../fold/fold-result.js";
import { dayIn } from "../fold/grain.js";
import { storedValues, unknownValues } from "../fold/unknown-values.js";
import { missingValues, unknownValue } from "../engine/input-values.js";
import type { ChosenInputs, Model, Trace } from "../project/objects.js";
import type { OpenedRun } from "../engine/opened-run.js";
import { modelRows } from "../readers/stored-model.js";
import { readResult } from "../rows/result/read-result.js";
import { EvaluationFault } from "./evaluation-fault.js";
import { fromStored, type TestValue } from "./value.js";

/** More rows than this belong into SQL: the values of a test are held in memory. */
const MOST_ROWS = 1_000_000;

/** The columns of current results, each read once. */
export interface ResultColumns {
  /** Whether the result of an object has a column. Throws an {@link EvaluationFault}. */
  has(object: Trace | Model, name: string): boolean;
  /**
   * All its values; of a trace those of all series, in their order. Throws an {@link
   * EvaluationFault}.
   */
  column(object: Trace | Model, name: string): Promise<readonly TestValue[]>;
  /** The names of a trace's series. */
  cohorts(trace: Trace): Promise<readonly TestValue[]>;
  /** The same results where other values of inputs are chosen. */
  choosing(chosen: ChosenInputs): ResultColumns;
}

const DEFAULTS: ChosenInputs = { filters: new Map(), switches: new Map() };

/** Columns of the results that a manifest names. */
export function createResultColumns(
  opened: Pick<OpenedRun, "state" | "readers" | "project">,
  manifest: Manifest | undefined,
  signal: AbortSignal,
  chosen: ChosenInputs = DEFAULTS,
): ResultColumns {
  const { state, readers, project } = opened;
  const results = new Map<string, Promise<Result>>();
  const columns = new Map<string, Promise<readonly TestValue[]>>();

  function artifactOf(object: Trace | Model): Artifact {
    const { id, name, kind } =
      object.kind === "trace" ? chosenVariant(object, chosen.switches) : object;
    const artifact = manifest?.objects[id]?.artifact;
    if (!artifact) throw new EvaluationFault(`The ${kind} \`${name}\` has no result.`);
    if (artifact.rows <= MOST_ROWS) return artifact;
    throw new EvaluationFault(
      `\`${name}\` has ${artifact.rows} rows, more than the ${MOST_ROWS} that a test can look at.`,
      "Aggregate them in SQL and test that.",
    );
  }

  function resultOf(trace: Trace): Promise<Result> {
    const artifact = artifactOf(trace);
    const { format } = artifact;
    if (format === "parquet") throw new Error(`${trace.id} is no result of a trace`);
    const today = dayIn(artifact.builtAt, project.defaults.timeZone);
    return once(results, trace.id, async () => {
      const stored = await readResult(state.objectPath(artifact), format);
      await refuseUnknown(trace, stored);
      try {
        return foldResult(stored, filtersOf(trace), chosen.filters, today);
      } catch (error) {
        if (!(error instanceof FoldFault)) throw error;
        throw new EvaluationFault(`The query of \`${trace.name}\` would fail: ${error.message}`);
      }
    });
  }

  /** What is chosen must be a value that some result has which follows the input. */
  async function refuseUnknown(trace: Trace, stored: StoredResult): Promise<void> {
    const given = filtersOf(trace).filter(({ name }) => chosen.filters.has(name));
    const known = (input: string) => storedValues(stored, input);
    for (const { input, text } of unknownValues(given, chosen.filters, known)) {
      const found = await missingValues(opened, manifest, input, [text], signal);
      if (found.missing.length === 0) continue;
      const { message, hint } = unknownValue(input, text, found.known);
      throw new EvaluationFault(message, hint);
    }
  }

  async function columnOf(object: Trace | Model, name: string): Promise<readonly TestValue[]> {
    const artifact = artifactOf(object);
    const known = artifact.columns.map((column) => column.name);
    if (!known.includes(name)) {
      const reason = `The result of \`${object.name}\` has no column \`${name}\`.`;
      throw new EvaluationFault(reason, suggest(name, known));
    }
    const result =
      object.kind === "trace" ? await resultOf(object) : await modelColumn(artifact, name);
    const column = result.columns.find((one) => one.name === name);
    if (!column) throw new Error(`${object.id} lacks the column ${name} that its artifact names`);
    return Array.from(column.values, (value) => fromStored(value, column.type));
  }

  async function modelColumn(artifact: Artifact, name: string): Promise<Result> {
    const { embedded } = await readers();
    const stored = { artifact, path: state.objectPath(artifact) };
    return modelRows(embedded, stored, { columns: [name], limit: MOST_ROWS }, signal);
  }

  return {
    has: (object, name) => artifactOf(object).columns.some((column) => column.name === name),
    column: (object, name) => once(columns, `${object.id} ${name}`, () => columnOf(object, name)),
    choosing: (other) => createResultColumns(opened, manifest, signal, other),
    cohorts: async (trace) => (await resultOf(trace)).cohorts.map(({ name }) => name),
  };
}

function once<T>(made: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const known = made.get(key) ?? make();
  made.set(key, known);
  return known;
}
