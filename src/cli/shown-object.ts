/** What `show` prints of a trace, a model or a table: whose result, and how rows become its. */
import type { StoredResult } from "../contract/cube.js";
import type { Diagnostic } from "../contract/diagnostic.js";
import type { FilterInput, InputSettings } from "../contract/input.js";
import type { Artifact } from "../contract/manifest.js";
import type { Result } from "../contract/result.js";
import { followedModel } from "../engine/followed-model.js";
import { emptyRange, unknownValue } from "../engine/input-values.js";
import { emptyRanges } from "../fold/empty-ranges.js";
import { cubeValues, foldResult } from "../fold/fold-result.js";
import { dayIn } from "../fold/grain.js";
import { rowsPlan } from "../fold/rows-plan.js";
import { storedValues, unknownValues } from "../fold/unknown-values.js";
import { chosenVariant } from "../project/chosen-variant.js";
import { filtersOf } from "../project/filters-of.js";
import type { ChosenInputs, Model, Table, Trace } from "../project/objects.js";
import { chosenInputs } from "./chosen-inputs.js";
import { wrongUsage } from "./usage.js";

export interface Shown {
  /** Whose result is read: for what is chosen of switches. */
  readonly object: Model | Trace;
  /** Why the rows cannot follow; none where they can. */
  faults(artifact: Artifact): readonly Diagnostic[];
  /** How stored rows become those that are shown; absent: they are, as far as they are stored. */
  readonly fold?: (stored: StoredResult, artifact: Artifact) => ShownRows;
}

export interface ShownRows {
  readonly result: Result;
  /** Values that are chosen and that no row has. */
  readonly unknown: readonly Diagnostic[];
}

/** Throws an error of usage where `written`, as in `region=EU`, cannot be chosen of it. */
export function shownObject(
  named: Model | Trace | Table,
  written: readonly string[],
  timeZone: string,
): Shown {
  const one = named.kind === "table" && !named.model ? onlyTrace(named) : named;
  const inputs = one.kind === "model" ? [] : filtersOf(one);
  const chosen = chosenInputs(written, [...inputs, ...switchesOf(one)]);
  const fold = (stored: StoredResult, { builtAt }: Artifact) =>
    foldChosen(stored, inputs, chosen, dayIn(builtAt, timeZone));
  if (one.kind === "trace") {
    return { object: chosenVariant(one, chosen.switches), faults: () => [], fold };
  }
  const object = one.kind === "table" ? one.model : one;
  if (!object) throw new Error(`${one.id} shows no model`);
  if (one.kind === "model" || (inputs.length === 0 && one.columnDefs.size === 0)) {
    return { object, faults: () => [] };
  }
  return {
    object,
    faults: ({ columns }) => followedModel(one, columns, timeZone).problems,
    fold(stored, artifact) {
      const names = stored.columns.map(({ name }) => name);
      const { follows } = followedModel(one, artifact.columns, timeZone);
      const { result, unknown } = fold({ ...stored, cube: rowsPlan(names, follows) }, artifact);
      return { result: withColumnsOf(one, result), unknown };
    },
  };
}

/** A table shows one trace at a time. */
function onlyTrace({ name, traces }: Table): Trace {
  const [only, ...others] = traces;
  if (only && others.length === 0) return only;
  const names = traces.map((one) => `\`${one.name}\``).join(", ");
  throw wrongUsage(`The table \`${name}\` shows several traces.`, `Name one of them: ${names}.`);
}

function switchesOf(one: Model | Trace | Table): readonly InputSettings[] {
  return one.kind === "trace" ? (one.switches ?? []) : [];
}

function foldChosen(
  stored: StoredResult,
  inputs: readonly FilterInput[],
  { filters }: ChosenInputs,
  today: string,
): ShownRows {
  const known = (input: string) => storedValues(stored, input);
  const unknown = stored.cube ? unknownValues(inputs, filters, known) : [];
  const ranges = stored.cube
    ? emptyRanges(inputs, filters, { today, values: cubeValues(stored, stored.cube) })
    : [];
  return {
    result: foldResult(stored, inputs, filters, today),
    unknown: [
      ...unknown.map(({ input, text }) => unknownValue(input, text, known(input.name))),
      ...ranges.map(emptyRange),
    ],
  };
}

/** The columns that the table shows, in its order. */
function withColumnsOf({ columnDefs, model }: Table, result: Result): Result {
  const defs = columnDefs.get(model?.name ?? "");
  if (!defs) return result;
  const columns = defs.flatMap(({ key }) => result.columns.find(({ name }) => name === key) ?? []);
  return { ...result, columns };
}
