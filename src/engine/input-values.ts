/** Values of choices that none of the results has which follow them: they would show nothing. */
import type { Diagnostic } from "../contract/diagnostic.js";
import type { ChoiceInput } from "../contract/input.js";
import type { Artifact, Manifest } from "../contract/manifest.js";
import { createDiagnostic, suggest } from "../diagnostics/index.js";
import type { EmptyRange } from "../fold/empty-ranges.js";
import { storedValues, type KnownValues } from "../fold/unknown-values.js";
import { filtersOf } from "../project/filters-of.js";
import type { Table, Trace } from "../project/objects.js";
import type { Project } from "../project/project.js";
import { followedModel } from "./followed-model.js";
import type { OpenedRun } from "./opened-run.js";

/** More values of a model than this are not looked at. */
const MOST_VALUES = 200_000;

type Context = Pick<OpenedRun, "project" | "state" | "readers">;

/** Warnings of defaults that are nowhere, of inputs that one of the objects `ids` follows. */
export async function unknownDefaults(
  context: Context,
  manifest: Manifest,
  ids: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<Diagnostic[]> {
  const faults: Diagnostic[] = [];
  for (const object of context.project.objects.values()) {
    if (object.kind !== "input") continue;
    const { settings } = object;
    if (settings.is !== "choice" || settings.default === undefined) continue;
    if (!followersOf(context.project, settings).some(({ id }) => ids.has(id))) continue;
    const texts = settings.default.map((value) => (value === null ? null : String(value)));
    const { missing, known } = await missingValues(context, manifest, settings, texts, signal);
    const at = object.locate(["default"]);
    for (const text of missing) faults.push({ ...unknownValue(settings, text, known), at });
  }
  return faults;
}

/** The warning of a value that is not there, without a place. */
export function unknownValue(
  { name }: ChoiceInput,
  text: string | null,
  known: KnownValues,
): Diagnostic {
  const texts = [...known].flatMap((one) => one ?? []);
  const hint = text === null ? undefined : suggest(text, texts);
  return createDiagnostic("input-value-unknown", { input: name, value: text ?? "NULL" }, { hint });
}

/** The warning of a range in which no row lies, without a place. */
export function emptyRange({ input, text, all }: EmptyRange): Diagnostic {
  const hint = `All values lie in \`${all}\`.`;
  return createDiagnostic("input-value-unknown", { input: input.name, value: text }, { hint });
}

/**
 * Which of some values no current result has that follows the input, and the values that there are;
 * none is missing while a result is, or where there are too many to look at.
 */
export async function missingValues(
  context: Context,
  manifest: Manifest | undefined,
  input: ChoiceInput,
  texts: readonly (string | null)[],
  signal: AbortSignal,
): Promise<{ readonly missing: readonly (string | null)[]; readonly known: KnownValues }> {
  const known = new Set<string | null>();
  const isMissing = (text: string | null) => !known.has(text);
  for (const follower of followersOf(context.project, input)) {
    if (!texts.some(isMissing) || signal.aborted) break;
    const artifact = manifest?.objects[follower.id]?.artifact;
    const values = artifact && (await valuesIn(follower, artifact, input, context, signal));
    if (!values) return { missing: [], known };
    for (const value of values) known.add(value);
  }
  // Where there is no row at all, every choice shows as much.
  return { missing: known.size === 0 ? [] : texts.filter(isMissing), known };
}

/** A result that follows an input: that of a trace, or a model's in a table. */
interface Follower {
  /** Of the trace or model. */
  readonly id: string;
  readonly table?: Table;
}

/** Traces, which are read in no time, stand first. */
function followersOf({ traces, tables }: Project, { name }: ChoiceInput): Follower[] {
  const follows = (one: Trace | Table) => filtersOf(one).some((input) => input.name === name);
  return [
    ...traces
      .filter(follows)
      .flatMap(({ id, variants = [] }) => [{ id }, ...variants.map(({ trace }) => trace)]),
    ...tables
      .filter(follows)
      .flatMap((table) => (table.model ? [{ id: table.model.id, table }] : [])),
  ];
}

/** Undefined where they cannot be told. */
async function valuesIn(
  { table }: Follower,
  artifact: Artifact,
  { name }: ChoiceInput,
  { project, state, readers }: Context,
  signal: AbortSignal,
): Promise<KnownValues | undefined> {
  const path = state.objectPath(artifact);
  if (artifact.format !== "parquet") {
    const { readResult } = await import("../rows/result/read-result.js");
    return storedValues(await readResult(path, artifact.format), name);
  }
  const { follows } = table
    ? followedModel(table, artifact.columns, project.defaults.timeZone)
    : { follows: [] };
  const column = follows.find(({ input }) => input === name)?.column;
  if (column === undefined) return undefined;
  const { modelValues } = await import("../readers/stored-model.js");
  const { embedded } = await readers();
  const wanted = { column, limit: MOST_VALUES + 1 };
  const values = await modelValues(embedded, { artifact, path }, wanted, signal);
  return values.length > MOST_VALUES ? undefined : new Set(values);
}
