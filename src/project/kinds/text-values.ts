import { suggest } from "../../diagnostics/index.js";
import { EnvValue } from "../env-value.js";
import { parseExpression } from "../expression.js";
import type { TextValue } from "../objects.js";
import type { CheckedField } from "../schema/checked-field.js";
import type { Checker } from "../schema/checker.js";
import type { Reference } from "../schema/declaration.js";
import { target } from "../schema/linked.js";
import { placeInText, placeOf } from "../schema/place.js";
import { columnKeys, columnMeant } from "./result-columns.js";

/** A text in which values of traces stand. */
export interface TextWithValues {
  /** As written, without the backslashes before what looks like a value and is none. */
  readonly text: string;
  /** In the order of the text. */
  readonly values: readonly TextValue[];
}

/** `${revenue.y}` and `${ref(revenue).y}`; after a backslash it is text. */
const VALUE = /(\\?)\$\{\s*(?:(ref\s*\([^{}]*?\))|([^\s.{}()][^.{}()]*?))\s*\.\s*([^{}]*?)\s*\}/g;

/**
 * Finds the values in a text of the project's author, and yields how to point them at columns. What
 * comes from the environment is text, whatever it says; so is all of it in compat mode, as in
 * version 1.0.
 */
export function checkTextValues(
  field: CheckedField<string>,
  checker: Checker,
): () => TextWithValues {
  const { value = "", node } = field;
  if (checker.setting.compat) return () => ({ text: value, values: [] });
  const place = placeInText(node, value);
  const own = ownParts(node.kind === "scalar" ? node.value : null, value, checker);
  const found: { start: number; end: number; key: string; reference: Reference }[] = [];
  let text = "";
  let taken = 0;
  for (const match of value.matchAll(VALUE)) {
    const [whole, escape, written, bare, key = ""] = match;
    const start = match.index;
    const end = start + whole.length;
    if (!own(start, end)) continue;
    text += value.slice(taken, start);
    taken = escape === "" ? start : start + 1;
    const name = written === undefined ? bare : nameIn(written);
    if (escape !== "" || name === undefined) continue;
    const reference = checker.refer({
      to: ["trace"],
      form: { by: "name", name },
      node,
      at: place(start, end),
    });
    found.push({ start: text.length, end: text.length + whole.length, key, reference });
  }
  text += value.slice(taken);
  return () => ({
    text,
    values: found.flatMap(({ start, end, key, reference }) => {
      const trace = target(reference, "trace");
      if (!trace) return [];
      const column = columnMeant(key, trace);
      const at = reference.at ?? placeOf(node);
      if (column !== undefined) return [{ start, end, trace, column, at }];
      if (trace.problems.length === 0) {
        const hint = suggest(key, columnKeys(trace));
        checker.report("unknown-value-column", { key, trace: trace.name }, { at, hint });
      }
      return [];
    }),
  });
}

function nameIn(reference: string): string | undefined {
  const expression = parseExpression(reference);
  return expression.kind === "reference" ? expression.name : undefined;
}

/** Whether a part of a text is its author's, and does not come from the environment. */
function ownParts(
  written: unknown,
  text: string,
  checker: Checker,
): (start: number, end: number) => boolean {
  if (!(written instanceof EnvValue)) return () => true;
  const { environment } = checker.setting;
  const own: [number, number][] = [];
  let length = 0;
  for (const part of written.parts) {
    const filled =
      typeof part === "string" ? part : (environment.get(part.variable) ?? part.fallback ?? "");
    if (typeof part === "string") own.push([length, length + filled.length]);
    length += filled.length;
  }
  if (length !== text.length) return () => false;
  return (start, end) => own.some(([from, to]) => start >= from && end <= to);
}
