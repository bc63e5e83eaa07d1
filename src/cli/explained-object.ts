/** What `explain` explains of an object, for what is chosen of its inputs. */
import type { InputSettings } from "../contract/input.js";
import { rowsOf, type Explained } from "../engine/explain/explain.js";
import { chosenVariant } from "../project/chosen-variant.js";
import { filtersOf } from "../project/filters-of.js";
import type { Model, Trace } from "../project/objects.js";
import { chosenInputs } from "./chosen-inputs.js";

/**
 * The object with its traces for what is chosen of switches. What is chosen of filters changes no
 * query. Throws an error of usage where `written`, as in `grain=Years`, cannot be chosen of it.
 */
export function explainedObject(object: Explained, written: readonly string[]): Explained {
  const { switches } = chosenInputs(written, inputsOf(object));
  const chosen = (trace: Trace) => chosenVariant(trace, switches);
  if (object.kind === "model") return object;
  return object.kind === "trace"
    ? chosen(object)
    : { ...object, traces: object.traces.map(chosen) };
}

/** Those of all that it draws, each once. */
function inputsOf(object: Explained): readonly InputSettings[] {
  const own = object.kind === "table" ? filtersOf(object) : [];
  const all = [...own, ...rowsOf(object).flatMap(inputsOfRows)];
  return [...new Map(all.map((input) => [input.name, input])).values()];
}

function inputsOfRows(one: Model | Trace): readonly InputSettings[] {
  return one.kind === "trace" ? [...filtersOf(one), ...(one.switches ?? [])] : [];
}
